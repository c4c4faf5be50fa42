/** The events that can be told. */
export const noticeTypes = ["paid", "started", "extended", "ending", "ended", "disputed", "ruled", "closed"] as const
export type NoticeType = (typeof noticeTypes)[number]
