import type { Fraction } from "./fraction.ts";
import { add, divide, fractionOf, isEqual, isLess, multiply, subtract, toFen, zero } from "./fraction.ts";

// sum     = product { ("+" | "−") product }
// product = factor { ("×" | "÷") factor }
// factor  = number | "(" sum ")" | name "(" sum { "," sum } ")"
// name    = "min" | "max" | "round" | "floor" | "ceil"

/** A formula read: what it comes to, its numbers in order, and its form with every number written n. */
export interface Formula {
  readonly value: Fraction;
  /** Without the 0 of max(0, …), which is no amount of the bill. */
  readonly numbers: readonly string[];
  readonly form: string;
}

/** @throws Error when the text is no formula or has no value */
export function readFormula(text: string): Formula {
  const tokens = tokensOf(text);
  const numbers: string[] = [];
  const state: Reading = { tokens, at: 0, numbers };
  const { value, form } = readSum(state);
  if (state.at < tokens.length) throw new Error(`"${text}" goes on after its end`);
  return { value, numbers, form };
}

interface Reading {
  readonly tokens: readonly string[];
  at: number;
  readonly numbers: string[];
}

interface Part {
  readonly value: Fraction;
  readonly form: string;
}

const token = /\s*(\d+(?:\.\d+)?|min|max|round|floor|ceil|[+−×÷(),])\s*/uy;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text)?.[1];
    if (found === undefined) throw new Error(`"${text}" is no formula`);
    tokens.push(found);
  }
  return tokens;
}

function readSum(state: Reading): Part {
  return readChain(state, readProduct, { "+": add, "−": subtract });
}

function readProduct(state: Reading): Part {
  return readChain(state, readFactor, { "×": multiply, "÷": quotient });
}

type Operators = Readonly<Record<string, (a: Fraction, b: Fraction) => Fraction>>;

/** Operators of one strength are read from the left: 9 − 3 − 2 is 4. */
function readChain(state: Reading, readPart: (state: Reading) => Part, operators: Operators): Part {
  let { value, form } = readPart(state);
  for (;;) {
    const sign = state.tokens[state.at] ?? "";
    const operator = operators[sign];
    if (operator === undefined) return { value, form };
    state.at += 1;
    const next = readPart(state);
    value = operator(value, next.value);
    form += sign + next.form;
  }
}

function readFactor(state: Reading): Part {
  const first = take(state);
  if (/^\d/.test(first)) {
    state.numbers.push(first);
    return { value: fractionOf(first), form: "n" };
  }
  if (first === "(") {
    const { value, form } = readSum(state);
    expect(state, ")");
    return { value, form: `(${form})` };
  }
  return readCall(state, first);
}

function readCall(state: Reading, name: string): Part {
  expect(state, "(");
  const floor = name === "max" && state.tokens[state.at] === "0";
  if (floor) {
    state.at += 1;
    expect(state, ",");
  }
  const parts = [readSum(state)];
  while (state.tokens[state.at] === ",") {
    state.at += 1;
    parts.push(readSum(state));
  }
  expect(state, ")");
  const form = [...(floor ? ["0"] : []), ...parts.map((part) => part.form)].join(",");
  const values = [...(floor ? [zero] : []), ...parts.map((part) => part.value)];
  return { value: call(name, values), form: `${name}(${form})` };
}

function call(name: string, values: readonly Fraction[]): Fraction {
  const [first = zero, ...others] = values;
  switch (name) {
    case "min":
      return others.reduce((least, one) => (isLess(one, least) ? one : least), first);
    case "max":
      return others.reduce((most, one) => (isLess(most, one) ? one : most), first);
    case "round":
    case "floor":
    case "ceil":
      if (others.length > 0) throw new Error(`${name} takes one number`);
      if (isLess(first, zero)) throw new Error(`${name} of less than zero`);
      return toFen(first, name);
    default:
      throw new Error(`"${name}" is no function`);
  }
}

function quotient(a: Fraction, b: Fraction): Fraction {
  if (isEqual(b, zero)) throw new Error("division by zero");
  return divide(a, b);
}

function take(state: Reading): string {
  const found = state.tokens[state.at];
  if (found === undefined) throw new Error("the formula breaks off");
  state.at += 1;
  return found;
}

function expect(state: Reading, wanted: string): void {
  const found = take(state);
  if (found !== wanted) throw new Error(`"${found}" stands where "${wanted}" should`);
}
