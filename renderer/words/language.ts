/** The languages of the screens. */
export type Language = "zh" | "en";
