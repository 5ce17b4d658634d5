import { present } from "../../src/base/assert.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import { valueOf } from "../app/test-desk.ts";
import type { Engine } from "../line/desk-and-centre.ts";
import { supervisor } from "../line/desk-and-centre.ts";

/** A new edition of the pack comes into use: the same money under another hash. */
export function changePack(engine: Engine): void {
  const old = present(
    shippedPackFiles().find(({ name }) => name.includes("shiyan")),
    "the pack of the town",
  );
  const files = [{ name: old.name, text: `${old.text}\n# 示范：正午更新\n` }];
  valueOf(engine.takeIntoUse({ files, supplement: "keep", approval: supervisor }));
}
