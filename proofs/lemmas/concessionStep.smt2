; A concession that lands later costs at most the price of those seconds more: the stake times the seconds, over the evidence window, and a unit.
; Supports `stop` in a dispute: Disputes._concede and RentalMath.forfeitedDown. q is a quotient, r its remainder; c is what is
; charged now, and d the seconds that pass, both capped at the window.
(declare-const stake Int)
(declare-const c Int)
(declare-const d Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(declare-const s Int)
(declare-const rs Int)
(assert (and (>= stake 0) (<= 0 c) (<= 0 d) (<= (+ c d) 86400)))
(assert (and (= (* stake c) (+ (* 86400 q1) r1)) (<= 0 r1) (< r1 86400)))
(assert (and (= (* stake (+ c d)) (+ (* 86400 q2) r2)) (<= 0 r2) (< r2 86400)))
(assert (and (= (* stake d) (+ (* 86400 s) rs)) (<= 0 rs) (< rs 86400)))
(assert (not (<= (- q2 q1) (+ s 1))))
(check-sat)
