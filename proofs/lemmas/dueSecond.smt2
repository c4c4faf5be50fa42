; The second in dueAt is the first whose price exceeds the amount paid.
; Supports RentalMath.dueAt: `unpaid = costDown(price, paid) + 1`, `ceilDiv(unpaid * PRICE_PERIOD, price)`. c is the quotient rounded up,
; qc the cost of c seconds, qb the cost of one second less.
(declare-const price Int)
(declare-const unpaid Int)
(declare-const c Int)
(declare-const rc Int)
(declare-const qc Int)
(declare-const r1 Int)
(declare-const qb Int)
(declare-const r2 Int)
(assert (and (> price 0) (> unpaid 0)))
(assert (and (= (* unpaid 3600) (- (* price c) rc)) (<= 0 rc) (< rc price)))
(assert (and (= (* price c) (+ (* 3600 qc) r1)) (<= 0 r1) (< r1 3600)))
(assert (and (= (* price (- c 1)) (+ (* 3600 qb) r2)) (<= 0 r2) (< r2 3600)))
(assert (not (and (>= qc unpaid) (< qb unpaid))))
(check-sat)
