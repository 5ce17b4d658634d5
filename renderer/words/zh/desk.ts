/** The desk. */
export const desk = {
  title: "收费",
};
