import type { ReactNode } from "react"

/** On a phone, the price and the button stay in reach above the navigation. */
export function PayBar({ total, time, children }: { total: string; time: string; children: ReactNode }) {
  return (
    <div
      data-pay-bar
      className="fixed inset-x-0 bottom-(--navigation-bar) z-10 flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-t border-border bg-background px-4 py-2.5 md:hidden"
    >
      <span>
        <b className="text-lg font-semibold">{total}</b> <span className="text-sm text-muted-foreground">{time}</span>
      </span>
      {children}
    </div>
  )
}
