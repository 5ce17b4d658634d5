import { parseStrictJson } from "../base/strict-json.ts";
import { StoreError } from "../store/store-error.ts";
import type { CallerPlace, openRpc } from "./rpc.ts";

/**
 * One call of a verb, by whichever door it came: text in, a status and what goes back out.
 *
 * @param text  null when what came was no text
 * @throws what is neither a refusal nor a fault of the books
 */
export async function answerRpc(
  call: ReturnType<typeof openRpc>,
  verb: string,
  text: string | null,
  from: CallerPlace = "here",
) {
  const json = parseStrictJson(text === null || text === "" ? "{}" : text);
  if (text === null || !json.ok) {
    return { status: 400, body: refusal("CLAIM_INVALID", "报文不是有效的 UTF-8 JSON") };
  }
  try {
    const answer = await call(verb, json.value, from);
    return answer === null
      ? { status: 404, body: refusal("NOT_SUPPORTED", "没有这个动作") }
      : { status: 200, body: answer };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { status: 503, body: refusal(error.code, error.message) };
  }
}

function refusal(code: string, message: string) {
  return { ok: false, refusal: { code, message, details: {} } };
}
