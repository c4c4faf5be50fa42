; The compensation of an interruption never rises with time, so a bound that holds now holds later.
; Supports `interrupt` and its `maxFromBond`: `bond - bondLocked(bond)` with `(bond * (duration - billedSeconds)) / duration`. q is
; a quotient, r its remainder; e1 and e2 are the seconds that passed until two times.
(declare-const bond Int)
(declare-const duration Int)
(declare-const e1 Int)
(declare-const e2 Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(assert (and (>= bond 0) (> duration 0) (<= 0 e1) (<= e1 e2) (<= e2 duration)))
(assert (and (= (* bond (- duration e1)) (+ (* duration q1) r1)) (<= 0 r1) (< r1 duration)))
(assert (and (= (* bond (- duration e2)) (+ (* duration q2) r2)) (<= 0 r2) (< r2 duration)))
; lemmas/productMonotone.smt2, with the bond as its factor.
(assert (<= (* bond (- duration e2)) (* bond (- duration e1))))
(assert (not (<= q2 q1)))
(check-sat)
