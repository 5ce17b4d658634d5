import { z } from "zod";

import { text, textOrNull } from "./scalars.ts";

/** 9001: who signs in, from where. */
export const signInInput = z
  .looseObject({ signIn: z.looseObject({ opter_no: text(20), mac: textOrNull(40), ip: textOrNull(40) }) })
  .transform(({ signIn }) => ({ operatorNo: signIn.opter_no }));

/** 9001 output. @param signedAt  "yyyy-MM-dd HH:mm:ss" */
export function encodeSignIn(signedAt: string, signInNo: string) {
  return { signinoutb: { sign_time: signedAt, sign_no: signInNo } };
}

const signOut = z.looseObject({ sign_no: text(30), opter_no: textOrNull(20) });

/** 9002: the node's name is not settled among regions, so both that are met are read. */
export const signOutInput = z
  .union([
    z.looseObject({ signOut }).transform((input) => input.signOut),
    z.looseObject({ data: signOut }).transform((input) => input.data),
  ])
  .transform((data) => ({ signInNo: data.sign_no }));

/** 9002 output. @param signedAt  "yyyy-MM-dd HH:mm:ss" */
export function encodeSignOut(signedAt: string) {
  return { signoutoutb: { sign_time: signedAt } };
}
