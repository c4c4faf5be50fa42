; In T seconds a mandate pays at most ceil((T + extendBefore) / step) + 1 tips.
; Supports R3: in that time it adds less than T + extendBefore + step seconds (Rate), and each execution adds the whole step, but for
; the last, which adds one second at least (Extensions). k is the number of executions, and of tips; x is T + extendBefore, q its
; quotient by the step, rounded up.
(declare-const k Int)
(declare-const step Int)
(declare-const x Int)
(declare-const q Int)
(declare-const added Int)
(assert (and (> step 0) (> x 0) (>= k 1)))
(assert (and (>= added (+ (* (- k 1) step) 1)) (< added (+ x step))))
(assert (and (>= (* q step) x) (< (* (- q 1) step) x)))
; lemmas/productMonotone.smt2, with the step as its factor.
(assert (=> (<= q (- k 2)) (<= (* q step) (* (- k 2) step))))
(assert (not (<= k (+ q 1))))
(check-sat)
