/** Who stands for what needs somebody's approval. */
export const approval = {
  supervising: "主管或管理员批准",
  administrator: "管理员批准",
  operator: "批准人工号",
  pin: "批准人密码",
  busy: "正在办理…",
};
