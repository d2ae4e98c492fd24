/** How paths are grouped. */
export interface PathTemplateChoice {
  /** what was written, such as `/users/:id/*`: the first that fits a path stands for it */
  rules: readonly string[];
  /** numbers, UUIDs, hashes, dates and the like in what fits no rule become `:id` and so on */
  auto: boolean;
}
