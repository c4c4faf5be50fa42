import { Link } from "@tanstack/react-router"

import { useHead } from "../chain/useHead.ts"
import { useFormats } from "../format/useFormats.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { buttonClasses } from "../ui/Button.tsx"
import { Note } from "../ui/Note.tsx"

/** Says so while the node does not answer. */
export function NodeNote() {
  const { errors } = useTexts()
  const formats = useFormats()
  const { data, isError } = useHead()
  if (!isError) return null
  return (
    <div className="mb-5">
      <Note
        tone="error"
        fact={errors.nodeDown}
        action={
          <Link to="/settings" className={buttonClasses({ size: "small" })}>
            {errors.otherNode}
          </Link>
        }
      >
        {data ? errors.nodeDownMeaning(formats.clock(data.readAt)) : errors.nodeNever}
      </Note>
    </div>
  )
}
