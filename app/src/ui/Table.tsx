import { ArrowDown, ArrowUp } from "lucide-react"
import { type ReactNode, useState } from "react"

import { classes } from "./classes.ts"

export type Column<row> = {
  readonly key: string
  readonly title: string
  readonly cell: (row: row) => ReactNode
  /** Figures stand on the right. */
  readonly isNumber?: boolean
  /** With it, the column's title sorts the table. */
  readonly sortBy?: (row: row) => bigint | number | string
}

type TableProps<row> = {
  /** What the table holds, for screen readers. */
  readonly caption: string
  readonly columns: readonly Column<row>[]
  readonly rows: readonly row[]
  readonly rowKey: (row: row) => string
  /** What is sorted by at first. */
  readonly sortedBy?: { readonly key: string; readonly isDescending?: boolean }
  /** A row of sums below. */
  readonly footer?: readonly ReactNode[]
  /** On a phone: rows become cards with the columns' titles, or the table scrolls. Default: cards. */
  readonly narrow?: "cards" | "scroll"
}

/** A real table. Roles are written out, because CSS that turns rows into cards would take them away. */
export function Table<row>({ caption, columns, rows, rowKey, sortedBy, footer, narrow = "cards" }: TableProps<row>) {
  const [sort, setSort] = useState(sortedBy)
  const column = columns.find(({ key }) => key === sort?.key)
  const shown = column?.sortBy ? rows.toSorted(comparing(column.sortBy, sort?.isDescending ?? false)) : rows
  const isCards = narrow === "cards"
  return (
    <div {...(!isCards && { role: "region", "aria-label": caption, tabIndex: 0 })} className="relative overflow-x-auto">
      <table role="table" className={classes("w-full border-collapse text-sm", isCards && "max-md:block")}>
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className={classes(isCards && "max-md:sr-only")}>
          <tr role="row">
            {columns.map(({ key, title, isNumber, sortBy }) => {
              const isSorted = sort?.key === key
              const Arrow = sort?.isDescending ? ArrowDown : ArrowUp
              return (
                <th
                  key={key}
                  role="columnheader"
                  scope="col"
                  {...(isSorted && { "aria-sort": sort.isDescending ? "descending" : "ascending" })}
                  className={classes(
                    "border-b border-border px-3 py-2 text-xs font-medium whitespace-nowrap text-muted-foreground first:pl-5 last:pr-5",
                    isNumber ? "text-right" : "text-left",
                  )}
                >
                  {sortBy ? (
                    <button
                      type="button"
                      className="inline-flex min-h-6 items-center gap-1 hover:text-foreground"
                      onClick={() => setSort({ key, isDescending: isSorted && !sort.isDescending })}
                    >
                      {title}
                      {isSorted && <Arrow aria-hidden className="size-3" />}
                    </button>
                  ) : (
                    title
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody role="rowgroup" className={classes(isCards && "max-md:block")}>
          {shown.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className={classes(
                "border-b border-border last:border-b-0 hover:bg-muted/50",
                isCards &&
                  "max-md:grid max-md:grid-cols-[minmax(6rem,1fr)_fit-content(62%)] max-md:gap-x-4 max-md:gap-y-0.5 max-md:px-4 max-md:py-3",
              )}
            >
              {columns.map(({ key, title, cell, isNumber }, index) => (
                <td
                  key={key}
                  role="cell"
                  className={classes(
                    "px-3 py-2.5 align-middle first:pl-5 last:pr-5",
                    isNumber && "text-right md:whitespace-nowrap",
                    isCards && "max-md:p-0!",
                    isCards && index === 1 && "max-md:text-right",
                    isCards &&
                      index > 1 &&
                      "max-md:col-span-2 max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-4 max-md:empty:hidden",
                  )}
                >
                  {isCards && index > 1 ? (
                    <>
                      <span className="text-xs text-muted-foreground md:hidden">{title}</span>
                      <div className="max-md:text-right">{cell(row)}</div>
                    </>
                  ) : (
                    cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {footer && (
          <tfoot role="rowgroup" className={classes(isCards && "max-md:block")}>
            <tr role="row" className={classes(isCards && "max-md:flex max-md:justify-between max-md:px-4 max-md:py-3")}>
              {footer.map((cell, index) => (
                <td
                  key={columns[index]?.key ?? index}
                  role="cell"
                  className={classes(
                    "border-t border-border px-3 py-2.5 font-semibold first:pl-5 last:pr-5",
                    columns[index]?.isNumber && "text-right",
                    isCards && "max-md:border-0 max-md:p-0!",
                  )}
                >
                  {cell}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function comparing<row>(sortBy: (row: row) => bigint | number | string, isDescending: boolean) {
  const sign = isDescending ? -1 : 1
  return (a: row, b: row) => {
    const [first, second] = [sortBy(a), sortBy(b)]
    if (first === second) return 0
    return first < second ? -sign : sign
  }
}
