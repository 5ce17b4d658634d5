import { rotateKeys } from "../../src/app/keys.ts";

/** Rotates the keys of a directory again and again, saying so each time, until it is killed. */
const [dir = "", times = "0"] = process.argv.slice(2);
for (let at = 0; at < Number(times); at += 1)
  console.log(rotateKeys({ dir, passphrase: null, clock: Date.now }));
