import { isProduct } from "./house.ts";
import type { FileRule } from "./rule.ts";
import { faultsOfPattern } from "./rule.ts";

/** GB 11643-1999: the weights of the first seventeen digits, and the check digit by their sum modulo 11. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkDigits = "10X98765432";

const provinces: ReadonlySet<string> = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(
    " ",
  ),
);

/** The check digit that ISO 7064 MOD 11-2 gives to seventeen digits. */
export function checkDigit(digits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return checkDigits[sum % 11] ?? "";
}

/** Test people live where no province is, or have a wrong check digit: a real number may belong to someone. */
const identityNumber: FileRule = {
  name: "identity-number",
  *check(source) {
    for (const match of source.text.matchAll(/(?<!\d)\d{17}[\dXx](?![\dXx])/g)) {
      const [number] = match;
      const real = provinces.has(number.slice(0, 2)) && checkDigit(number) === number.slice(17).toUpperCase();
      if (real && !isInsideHash(source.text, match.index)) {
        yield {
          offset: match.index,
          reason: "this could be a real person's number: use a province code that does not exist",
        };
      }
    }
  },
};

/** Eighteen digits in a row also turn up in a long hash. */
function isInsideHash(text: string, start: number): boolean {
  const before = /[0-9a-f]*$/.exec(text.slice(Math.max(0, start - 128), start))?.[0] ?? "";
  const after = /^[0-9a-f]*/.exec(text.slice(start, start + 128))?.[0] ?? "";
  return before.length + after.length >= 32;
}

const homes = new RegExp(
  `(?<![\\w.~*$}/-])/(?:${["work", "root", "home"].join("|")})/|\\b[A-Z]:\\\\Users\\\\`,
  "g",
);

const machinePath: FileRule = {
  name: "machine-path",
  *check(source) {
    yield* faultsOfPattern(source, homes, () => "a path of one machine");
    if (!isProduct(source.path)) return;
    yield* faultsOfPattern(
      source,
      /(?<![\w.~*$}/-])\/tmp\//g,
      () => "ask os.tmpdir(), or take the folder as an argument",
    );
  },
};

export const privacyRules: readonly FileRule[] = [identityNumber, machinePath];
