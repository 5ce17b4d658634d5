/** Where the office is reached, in the words that its items share. */
const sites = "电脑：湖北政务服务网、湖北省医保服务平台";
const apps = "手机：鄂汇办、国家医保服务平台";

export const online = {
  usual: [sites, apps],
  /** With the mini programs of the credential. */
  credential: [sites, apps, "微信、支付宝：医保电子凭证小程序"],
  offSite: [sites, apps, "微信：国家异地就医备案小程序"],
  chronic: ["微信公众号：大冶市医疗保障局服务号"],
} as const;

export const offline = {
  city: ["市政务服务大厅"],
  town: ["市政务服务大厅", "乡镇（街道）政务便民服务中心"],
  village: ["市政务服务大厅", "乡镇（街道）政务便民服务中心", "村（社区）便民服务点"],
} as const;

export const levels = {
  city: ["市级"],
  town: ["市级", "乡镇（街道）"],
  village: ["市级", "乡镇（街道）", "村（社区）"],
} as const;

export const phones = {
  register: ["0714-8717336"],
  offSite: ["0714-8764470"],
  claims: ["0714-8768099"],
  assistance: ["0714-8726480"],
  designation: ["0714-8719236"],
  clearing: ["0714-8715981"],
} as const;
