; An extension costs the price of its seconds, or one unit more: whatever was refunded before.
; Supports ExtensionPrice.extendTo, which is the difference of two costs, and with it R2 and R3: cost(longer - refunded) -
; cost(present - refunded) against cost(longer - present). q is a quotient, r its remainder.
(declare-const price Int)
(declare-const present Int)
(declare-const longer Int)
(declare-const refunded Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(declare-const q Int)
(declare-const r Int)
(assert (and (>= price 0) (<= 0 refunded) (<= refunded present) (<= present longer)))
(assert (and (= (* price (- present refunded)) (+ (* 3600 q1) r1)) (<= 0 r1) (< r1 3600)))
(assert (and (= (* price (- longer refunded)) (+ (* 3600 q2) r2)) (<= 0 r2) (< r2 3600)))
(assert (and (= (* price (- longer present)) (+ (* 3600 q) r)) (<= 0 r) (< r 3600)))
(assert (not (and (<= q (- q2 q1)) (<= (- q2 q1) (+ q 1)))))
(check-sat)
