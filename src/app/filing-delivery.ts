import type { Reply, Session } from "../line/session.ts";
import type { Habits } from "../upload/habits.ts";
import { afterAsking, nextStep } from "../upload/next-step.ts";
import { encodeUndo, filingHead } from "../wire/centre-request.ts";
import {
  encodeFiledQuestion,
  encodeFiling,
  encodeWithdrawal,
  readFilingSerial,
  readOnFile,
} from "../wire/filings.ts";
import type { OutgoingTransaction } from "../wire/outgoing-fields.ts";
import type { Tried } from "./deliver.ts";
import type { Filing, FilingBooks } from "./filings.ts";
import type { Terminal } from "./terminal.ts";

export interface FilingCarrier {
  readonly books: Pick<FilingBooks, "noteFiling"> &
    Pick<Terminal, "institution"> & { readonly newMsgid: () => string };
  readonly session: Pick<Session, "ask">;
  readonly habits: Habits;
}

const answered: Tried = { end: "answered", code: "" };

/** Brings one filing as far as it gets now, with the care of a settlement. Every step is in the books before the next. */
export async function deliverFiling(carrier: FilingCarrier, filing: Filing): Promise<Tried> {
  switch (nextStep({ state: filing.state, original: null })) {
    case "drop":
    case "send":
      return await send(carrier, filing);
    case "ask": {
      const lost =
        filing.state === "sent" ? carrier.books.noteFiling(filing.msgid, { kind: "lose" }) : filing;
      return await find(carrier, lost);
    }
  }
}

function transactionOf({ request, withdraws, psnNo }: Filing): OutgoingTransaction {
  if (withdraws === null) return encodeFiling(request);
  const { serial } = withdraws;
  return encodeWithdrawal(request.kind, { psnNo, serial, reason: request.reason ?? "" });
}

async function send({ books, session }: FilingCarrier, filing: Filing): Promise<Tried> {
  const { msgid } = filing;
  books.noteFiling(msgid, { kind: "send" });
  const head = filingHead(books.institution, filing);
  const reply = await session.ask(transactionOf(filing), { msgid, head });
  switch (reply.kind) {
    case "done": {
      const serial = readFilingSerial(reply.output);
      // A filing without a number could never be taken back: whether it stands is asked for.
      if (serial === null && filing.withdraws === null) {
        books.noteFiling(msgid, { kind: "lose" });
        return { end: "waits", code: "ANSWER_NOT_OURS" };
      }
      books.noteFiling(msgid, { kind: "confirm", serial });
      return answered;
    }
    case "refused":
      books.noteFiling(msgid, { kind: "reject", code: reply.code, message: reply.message });
      return answered;
    case "notTaken":
      // An earlier try may have arrived all the same.
      books.noteFiling(msgid, { kind: filing.state === "pending" ? "recall" : "lose" });
      return tried(reply);
    case "unknown":
      books.noteFiling(msgid, { kind: "lose" });
      return tried(reply);
  }
}

async function find(carrier: FilingCarrier, filing: Filing): Promise<Tried> {
  const { books, session, habits } = carrier;
  const { msgid, psnNo, request, withdraws } = filing;
  const head = filingHead(books.institution, filing);
  const reply = await session.ask(encodeFiledQuestion(request.kind, psnNo), {
    msgid: books.newMsgid(),
    head,
  });
  if (reply.kind !== "done") return tried(reply);
  const standing = readOnFile(reply.output);
  if (standing === null) return { end: "waits", code: "ANSWER_UNREADABLE" };
  const own = standing.find((one) => one.msgid === msgid);
  const isThere =
    withdraws === null ? own !== undefined : !standing.some(({ serial }) => serial === withdraws.serial);
  switch (afterAsking(isThere ? "there" : "notThere", habits, withdraws === null ? "sale" : "reversal")) {
    case "confirm":
      books.noteFiling(msgid, { kind: "confirm", serial: own?.serial ?? null });
      return answered;
    case "resend":
      return await send(carrier, filing);
    case "undo":
      return await undo(carrier, filing);
  }
}

/** Makes sure that a filing which is not there does not come later; then it was rejected. */
async function undo({ books, session, habits }: FilingCarrier, filing: Filing): Promise<Tried> {
  const { msgid, psnNo } = filing;
  const head = filingHead(books.institution, filing);
  const lost = encodeUndo(psnNo, { ...transactionOf(filing), msgid });
  const reply = await session.ask(lost, { msgid: books.newMsgid(), head });
  const isGone = reply.kind === "done" || (reply.kind === "refused" && !habits.undoesUnseen);
  if (!isGone) return tried(reply);
  const message = "应答丢失，中心没有这份申请，已用 2601 确认作废";
  books.noteFiling(msgid, { kind: "reject", code: "ANSWER_LOST", message });
  return answered;
}

function tried(reply: Exclude<Reply, { readonly kind: "done" }>): Tried {
  const isReached = reply.kind === "refused" || (reply.kind === "unknown" && reply.reached);
  return { end: isReached ? "waits" : "down", code: reply.code };
}
