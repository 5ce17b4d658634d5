import type { Language } from "./language.ts";
import type { Words } from "./words.ts";
import { zh } from "./zh.ts";

/** Chinese is part of the page; the others are loaded when they are asked for. */
export async function loadWords(language: Language): Promise<Words> {
  return language === "zh" ? zh : (await import("./en.ts")).en;
}
