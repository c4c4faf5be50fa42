; The stake is at most 21 twentieths of the price of the rental.
; Supports RentalMath.stakeDown with RentalMath.bondOf: the contested amount is at most the price, and the bond that is still locked at
; most 20 prices. q is the quotient, r its remainder.
(declare-const price Int)
(declare-const contested Int)
(declare-const locked Int)
(declare-const stake Int)
(declare-const r Int)
(assert (and (<= 0 contested) (<= contested price) (<= 0 locked) (<= locked (* 20 price))))
(assert (and (= (* (+ contested locked) 500) (+ (* 10000 stake) r)) (<= 0 r) (< r 10000)))
(assert (not (<= (* 20 stake) (* 21 price))))
(check-sat)
