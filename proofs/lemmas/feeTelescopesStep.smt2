; If the fees of all slices so far sum to the share of what they earned, this stays true after one more slice.
; Supports RentalMath.feeDown for any number of slices, by induction: `total` is the sum of the fees so far, `before` what was
; earned so far, `gross` the next slice. With feeTelescopes as the base case, the total fee does not depend on the slices.
(declare-const before Int)
(declare-const gross Int)
(declare-const bps Int)
(declare-const total Int)
(declare-const fee Int)
(declare-const q0 Int)
(declare-const r0 Int)
(declare-const q1 Int)
(declare-const r1 Int)
(assert (and (>= before 0) (>= gross 0) (>= bps 0)))
(assert (and (= (* before bps) (+ (* 10000 q0) r0)) (<= 0 r0) (< r0 10000)))
(assert (and (= (* (+ before gross) bps) (+ (* 10000 q1) r1)) (<= 0 r1) (< r1 10000)))
(assert (= total q0))
(assert (= fee (- q1 q0)))
(assert (not (= (+ total fee) q1)))
(check-sat)
