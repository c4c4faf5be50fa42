; The cumulative fees of three slices sum to the fee of the whole.
; Supports RentalMath.feeDown: `shareDown(before + gross, feeBps) - shareDown(before, feeBps)`, where `before` is what earlier
; slices earned. The proof holds for any function `share`. g is the gross of a slice.
(declare-fun share (Int) Int)
(declare-const g1 Int)
(declare-const g2 Int)
(declare-const g3 Int)
(declare-const fee1 Int)
(declare-const fee2 Int)
(declare-const fee3 Int)
(assert (= (share 0) 0))
(assert (= fee1 (- (share (+ 0 g1)) (share 0))))
(assert (= fee2 (- (share (+ g1 g2)) (share g1))))
(assert (= fee3 (- (share (+ g1 g2 g3)) (share (+ g1 g2)))))
(assert (not (= (+ fee1 fee2 fee3) (share (+ g1 g2 g3)))))
(check-sat)
