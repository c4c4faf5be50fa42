// Runs in the page: what has the focus, and what is wrong with how it is shown. `null` where nothing has it.
;(() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const rect = element.getBoundingClientRect()
  const parents = []
  for (let one = element.parentElement; one; one = one.parentElement) parents.push(one)
  const faults = []

  // WCAG 2.4.7: a ring around it, or around the row or the label that it stands for, which nothing cuts off.
  const ringed = [element, ...parents.slice(0, 4)].find((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2
  })
  if (ringed) {
    const { outlineOffset, outlineWidth } = getComputedStyle(ringed)
    const grown = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth)
    const inner = ringed.getBoundingClientRect()
    for (let one = ringed.parentElement; one; one = one.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(one)
      if ((overflowX === "visible" && overflowY === "visible") || one === document.documentElement) continue
      const frame = one.getBoundingClientRect()
      const isCut =
        inner.left - grown < frame.left - 1 ||
        inner.right + grown > frame.right + 1 ||
        inner.top - grown < frame.top - 1 ||
        inner.bottom + grown > frame.bottom + 1
      // What is larger than the frame that it scrolls in cannot be seen whole.
      if (isCut && inner.width < frame.width && inner.height < frame.height) faults.push("its ring is cut off")
    }
  } else faults.push("no ring shows the focus")

  // WCAG 2.4.11: no bar that stays covers it.
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.2, 0.8].map((y) => [x, y]))
  for (const [x, y] of points) {
    const [left, top] = [rect.left + rect.width * x, rect.top + rect.height * y]
    const over = document.elementFromPoint(left, top)
    const isLarge = rect.height > innerHeight / 2 || rect.width > innerWidth
    if (!over && !isLarge) faults.push("it is outside of the window")
    if (!over || element.contains(over) || over.contains(element) || ringed?.contains(over)) continue
    if (!isLarge) faults.push(`<${over.tagName.toLowerCase()}> covers it`)
  }

  // WCAG 2.5.8: 24 px, but for links in a sentence. A label, and a row that a link fills, belong to the target.
  const isTarget = element.matches("a, button, input, select, textarea, summary")
  const isInSentence = getComputedStyle(element).display.startsWith("inline") && element.matches("p *, .link")
  const filled = getComputedStyle(element, "::after").position === "absolute" ? element.offsetParent : undefined
  const target = (filled ?? element.labels?.[0]?.closest("label:has(input)") ?? element).getBoundingClientRect()
  if (isTarget && !isInSentence && (target.width < 24 || target.height < 24))
    faults.push(`it is ${Math.round(target.width)} × ${Math.round(target.height)} px`)

  const stays = [element, ...parents].some((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))
  element.dataset.stop ||= String(Math.random())
  return {
    key: element.dataset.stop,
    what: `${element.tagName.toLowerCase()} "${(element.ariaLabel || element.innerText || element.labels?.[0]?.innerText || element.id).trim().slice(0, 60)}"`,
    place: { left: rect.left, right: rect.right, top: rect.top + scrollY, bottom: rect.bottom + scrollY },
    stays,
    faults: [...new Set(faults)],
  }
})()
