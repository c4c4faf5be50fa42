; Whoever locks a bond by a dispute loses at least a 200th of it, less two units, unless the host offers to settle.
; Supports the bond limit and the price of a concession: the stake is a twentieth of what is at risk (RentalMath.stakeDown), and a
; concession or the arbiter's silence takes at least a tenth of the stake (concessionAtLeastATenth, forfeitedDown with
; CONCESSION_FLOOR). contested is what else is at risk; stake and lost are quotients, r their remainders.
(declare-const bond Int)
(declare-const contested Int)
(declare-const stake Int)
(declare-const r1 Int)
(declare-const lost Int)
(declare-const r2 Int)
(assert (and (>= bond 0) (>= contested 0)))
(assert (and (= (* (+ bond contested) 500) (+ (* 10000 stake) r1)) (<= 0 r1) (< r1 10000)))
(assert (and (= stake (+ (* 10 lost) r2)) (<= 0 r2) (< r2 10)))
(assert (not (>= (* 200 (+ lost 2)) bond)))
(check-sat)
