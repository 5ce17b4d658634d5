import { demoNewcomers } from "./demo-people.ts";
import type { PeopleSource } from "./people-source.ts";
import { isAbout } from "./people-source.ts";

/** Said wherever a demonstration starts: nobody is to take it for the real one. */
export const demoCentreName = "演示中心（本机模拟，不是医保中心）";

/** Stands in for the insurance centre of the demo town: it alone knows those who have never been here. */
export function demoCentre(): PeopleSource {
  const newcomers = demoNewcomers();
  return { find: (asked) => newcomers.find((one) => isAbout(one, asked)) ?? null };
}
