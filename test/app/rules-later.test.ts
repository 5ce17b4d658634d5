import { rmSync } from "node:fs";

import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { changeBooks } from "../store/version-1-books.ts";
import { createBooks, morning, temporaryDir } from "./test-desk.ts";

const words = /与其校验值不符/;

test("a damaged pack keeps books from being opened, or from settling where packs are read later", () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  createBooks(dir);
  const open = (rules: "now" | "later") =>
    openTerminal({ dir, passphrase: null, clock: () => morning, rules });

  const whole = open("later");
  whole.readRules();
  whole.close();

  changeBooks(dir, "packs", "UPDATE packs SET text = text || ' ' WHERE kind = 'pack'");
  expect(() => open("now")).toThrow(words);
  const damaged = open("later");
  onTestFinished(damaged.close);
  expect(damaged.deskState().demo).toBe(true);
  expect(() => damaged.preview({ claim: sampleClaim({}) })).toThrow(words);
  expect(() => damaged.readRules()).toThrow(words);
});
