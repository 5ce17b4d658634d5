import type { Words } from "../words.ts";

/** Words that every screen uses, in English. */
export const common: Words["common"] = {
  product: "OneStop",
  productLong: "Medical insurance settlement desk",
  yuan: "CNY",
  close: "Close",
  cancel: "Cancel",
  confirm: "OK",
  back: "Back",
  retry: "Try again",
  loading: "Loading…",
  none: "None",
  whatIsSafe: "Where things stand",
  whatToDo: "What to do",
  nothingBooked: "Nothing has been booked: no fund, no account and no cash was touched.",
  outcomeUnknown:
    "This bill is booked once at most: trying again uses the same number and never charges twice.",
  errorCode: (code) => `Code ${code}`,
  refused: "It was not done",
  refusedTodo: "Follow the message, then try again",
};
