// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalRouter, Method, Payment} from "../../contracts/interfaces/IRentalRouter.sol";
import {Assert} from "../Assert.sol";
import {deployRouter, Router} from "../deployRouter.sol";
import {bound} from "../fuzz/bound.sol";
import {RouterBase} from "../RouterBase.t.sol";
import {signQuickly} from "../signQuickly.sol";
import {vm} from "../Vm.sol";
import {Moves} from "./Moves.sol";

/// @dev Payers who sign purchases, relayers who send them as they like, copiers who take a rental in front, and hosts
/// who refund. Every call makes several moves, and looks at the router's money after each.
contract PurchaseHandler is RouterBase, Moves {
    uint256 private constant PAYERS = 2;

    uint256[PAYERS] private _keys = [uint256(keccak256("first payer")), uint256(keccak256("second payer"))];
    address[PAYERS] private _payers;
    /// @dev What was signed last, by payer, and was perhaps sent.
    Deal[PAYERS] private _deals;
    Router private _twin;
    uint256 public entropy;
    uint256 private _salt;
    uint256 private _donated;

    mapping(bytes32 purchase => mapping(address payer => uint256)) private _times;
    string public broken;

    function setUp() public override {
        super.setUp();
        _twin = deployRouter(address(escrow), address(permit2), "twin");
        for (uint256 i = 0; i < PAYERS; ++i) {
            _payers[i] = vm.addr(_keys[i]);
            dollar.mint(_payers[i], DOLLARS);
            vm.prank(_payers[i]);
            dollar.approve(address(permit2), type(uint256).max);
        }
        address[3] memory others = [stranger, host, keeper];
        for (uint256 i = 0; i < 3; ++i) {
            dollar.mint(others[i], DOLLARS);
            vm.prank(others[i]);
            dollar.approve(address(escrow), type(uint256).max);
        }
    }

    /// @dev Begins a play of its own for each campaign.
    function begin(uint256 number) external {
        entropy = number;
    }

    function play(uint256 seed) external {
        for (uint256 i = 0; i < MOVES_PER_CALL && bytes(broken).length == 0; ++i) {
            seed = entropy = uint256(keccak256(abi.encode(entropy, seed)));
            _countMove();
            _move(seed % 16, seed >> 8);
            _look();
        }
    }

    // Moves

    function _move(uint256 kind, uint256 seed) private {
        uint256 who = seed % PAYERS;
        seed >>= 8;
        if (kind < 4) {
            _signDeal(who, seed);
            _send(who, seed, router, false);
        } else if (kind < 7) {
            _signDeal(who, seed);
            _copyInFront(who, seed);
            _send(who, seed >> 16, router, false);
        } else if (kind < 9) {
            _signExtension(who, seed);
            _send(who, seed, router, true);
        } else if (kind < 11) {
            // What was sent before, again.
            _send(who, seed, router, kind == 9);
        } else if (kind < 13) {
            _signDeal(who, seed);
            _tamper(who, seed);
        } else if (kind == 13) {
            _refundOrStop(who, seed);
        } else if (kind == 14) {
            vm.warp(block.timestamp + bound(seed, 0, 20 minutes));
        } else {
            uint256 amount = bound(seed, 0, 1e6);
            dollar.mint(address(router), amount);
            _donated += amount;
        }
    }

    /// @dev One to three rentals, with more or less value than they need.
    function _signDeal(uint256 who, uint256 seed) private {
        Deal storage deal = _deals[who];
        delete _deals[who];
        uint256 count = bound(seed, 1, 3);
        uint256 price;
        for (uint256 i = 0; i < count; ++i) {
            // Some machines are wanted by all; the others are free.
            bool isPopular = (seed >> (8 + i)) % 8 == 0;
            Rental memory rental = _rentalOf(bytes32(isPopular ? i + 1 : 100 + ++_salt));
            rental.salt = bytes32(++_salt);
            rental.offer.pricePerHour = uint96(bound(seed >> 16, 1, 5_000_000));
            if ((seed >> 40) % 4 == 0) rental.offer.startWindow = 30 minutes;
            uint32 duration = uint32(bound(seed >> 48, 1, 1 hours));
            deal.rentals.push(rental);
            deal.durations.push(duration);
            deal.hostSignatures.push(signQuickly(HOST_KEY, _digest(rental.offer)));
            price += _price(rental, duration);
        }
        _signValue(who, price, seed);
    }

    /// @dev One more hour or less on the first rental of the last purchase.
    function _signExtension(uint256 who, uint256 seed) private {
        Deal storage deal = _deals[who];
        if (deal.rentals.length == 0) return;
        Rental memory rental = deal.rentals[0];
        uint32 duration = escrow.getRental(escrow.idOf(rental)).duration;
        while (deal.rentals.length > 1) {
            deal.rentals.pop();
            deal.durations.pop();
            deal.hostSignatures.pop();
        }
        deal.durations[0] = duration + uint32(bound(seed, 0, 1 hours));
        _signValue(who, _price(rental, deal.durations[0] - duration), seed);
    }

    function _signValue(uint256 who, uint256 price, uint256 seed) private {
        Payment storage payment = _deals[who].payment;
        payment.payer = _payers[who];
        payment.relayFee = (seed >> 80) % 3 == 0 ? 0 : bound(seed >> 80, 1, 100_000);
        payment.value = price + payment.relayFee + ((seed >> 96) % 4);
        if ((seed >> 104) % 8 == 0 && payment.value > 1) payment.value -= 2;
        payment.relayer = (seed >> 112) % 2 == 0 ? address(0) : keeper;
        payment.validBefore = block.timestamp + bound(seed >> 120, 1, 1 hours);
        payment.method = (seed >> 128) % 2 == 0 ? Method.Authorization : Method.Permit2;
        payment.signature = signQuickly(_keys[who], _paymentDigest(_deals[who]));
    }

    /// @dev A stranger takes one of the ordered rentals for less time, as long, or longer.
    function _copyInFront(uint256 who, uint256 seed) private {
        Deal memory deal = _deals[who];
        uint256 index = seed % deal.rentals.length;
        uint32 duration = (seed >> 8) % 3 == 0 ? 1 : uint32(bound(seed >> 8, 1, 1 hours));
        vm.prank(stranger);
        try escrow.deposit(deal.rentals[index], duration, deal.hostSignatures[index], NO_PERMIT) {
            _count("copied");
            if ((seed >> 40) % 2 == 0 && deal.rentals[index].offer.startWindow > 0) _start(deal.rentals[index]);
        } catch {}
    }

    /// @dev Sends something else than what was signed. None of it may succeed.
    function _tamper(uint256 who, uint256 seed) private {
        Deal memory deal = _deals[who];
        Router target = router;
        uint256 kind = seed % 10;
        if (kind == 0) deal.payment.relayFee += 1 + ((seed >> 8) % 1e6);
        else if (kind == 1) deal.payment.value += 1 + ((seed >> 8) % 1e6);
        else if (kind == 2) deal.payment.validBefore += 1 + ((seed >> 8) % 1e6);
        else if (kind == 3) deal.payment.relayer = stranger;
        else if (kind == 4) deal.durations[0] += 1;
        else if (kind == 5) deal.rentals[0].renter = stranger;
        else if (kind == 6) deal.payment.payer = _payers[1 - who];
        else if (kind == 7) target = _twin;
        else if (kind == 8) deal.payment.method = Method(1 - uint256(deal.payment.method));
        else deal.rentals[deal.rentals.length - 1].salt = "other";
        if (_call(deal, target, deal.payment.relayer == stranger ? stranger : keeper, (seed >> 64) % 4 == 0)) {
            broken = "R2: what was not signed was bought";
        }
        _count("tampered");
    }

    function _refundOrStop(uint256 who, uint256 seed) private {
        if (_deals[who].rentals.length == 0) return;
        Rental memory rental = _deals[who].rentals[0];
        vm.warp(block.timestamp + 1 + ((seed >> 8) % 60));
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        if (state.status != Status.Active) return;
        if (seed % 4 == 0) {
            vm.prank(renter);
            escrow.stop(rental, NO_BOUND);
            return;
        }
        vm.prank(host);
        try escrow.refund(rental, state.refundedSeconds + 1) {
            _count("refunded");
        } catch {}
    }

    // Sending, and what must follow

    /// @dev R2: exactly the price at that moment and the fee, for exactly the orders, once; or nothing.
    function _send(uint256 who, uint256 seed, Router target, bool extending) private {
        Deal memory deal = _deals[who];
        if (deal.rentals.length == 0) return;
        uint256 price = _priceNow(deal);
        uint256[3] memory before = _purses(deal.payment.payer);
        address caller = (seed >> 160) % 4 == 0 ? stranger : keeper;

        bool done = _call(deal, target, caller, extending);
        uint256[3] memory afterwards = _purses(deal.payment.payer);

        if (!done) {
            _count("refused");
            for (uint256 i = 0; i < 3; ++i) if (afterwards[i] != before[i]) broken = "R2: a refused purchase moved";
            return;
        }
        _count(deal.payment.method == Method.Authorization ? "by authorization" : "by Permit2");
        if (deal.rentals.length > 1) _count("clusters");
        if (extending) _count("extensions");
        uint256 fee = deal.payment.relayFee;
        if (++_times[_purchaseDigest(deal)][deal.payment.payer] > 1) broken = "R2: bought twice";
        if (before[0] - afterwards[0] != price + fee) broken = "R2: the payer paid another sum";
        if (price + fee > deal.payment.value) broken = "R2: more than the value";
        if (afterwards[1] - before[1] != price) broken = "R2: the escrow got another sum";
        if (dollar.balanceOf(caller) < fee) broken = "R2: the caller got no fee";
        for (uint256 i = 0; i < deal.rentals.length; ++i) {
            uint32 duration = escrow.getRental(escrow.idOf(deal.rentals[i])).duration;
            if (duration != deal.durations[i]) broken = "R2: another duration than ordered";
        }
    }

    function _call(Deal memory deal, Router target, address caller, bool extending) private returns (bool done) {
        uint256 before = dollar.balanceOf(caller);
        bytes memory data =
            extending
                ? abi.encodeCall(IRentalRouter.extend, (deal.rentals[0], deal.durations[0], deal.payment))
                : abi.encodeCall(IRentalRouter.rent, (deal.rentals, deal.durations, deal.hostSignatures, deal.payment));
        vm.prank(caller);
        (done, ) = address(target).call(data);
        uint256 gained = dollar.balanceOf(caller) - before;
        if (gained != (done ? deal.payment.relayFee : 0)) broken = "R2: the caller got another fee";
    }

    /// @dev The rise of what the escrow must hold for the ordered durations, worked out from the rentals alone.
    function _priceNow(Deal memory deal) private view returns (uint256 price) {
        for (uint256 i = 0; i < deal.rentals.length; ++i) {
            RentalState memory state = escrow.getRental(escrow.idOf(deal.rentals[i]));
            uint256 gone = state.refundedSeconds;
            if (deal.durations[i] <= state.duration) continue;
            price += _price(deal.rentals[i], deal.durations[i] - gone) - _price(deal.rentals[i], state.duration - gone);
        }
    }

    function _purses(address account) private view returns (uint256[3] memory) {
        return [dollar.balanceOf(account), dollar.balanceOf(address(escrow)), dollar.balanceOf(address(router))];
    }

    /// @dev R1: what strangers sent, and nothing else.
    function _look() private {
        if (dollar.balanceOf(address(router)) != _donated) broken = "R1: the router's balance";
        if (dollar.allowance(address(router), address(escrow)) != 0) broken = "R1: the escrow's allowance";
        if (dollar.balanceOf(address(_twin)) != 0) broken = "R1: the twin's balance";
    }
}

/// @dev A campaign for one of the two rules. The handler looks at both after every move and remembers what did
/// not hold; the number also moves the seeds, so that no two campaigns are alike.
abstract contract PurchaseCampaign is Assert {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint256 private immutable _NUMBER;
    PurchaseHandler internal _handler;

    constructor(uint256 number) {
        _NUMBER = number;
    }

    function setUp() public {
        _handler = new PurchaseHandler();
        _handler.setUp();
        _handler.begin(_NUMBER);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector({addr: address(_handler), selectors: new bytes4[](1)});
        selectors[0].selectors[0] = PurchaseHandler.play.selector;
    }

    function afterInvariant() public {
        string memory record = vm.envOr("INVARIANT_RECORD", string(""));
        if (bytes(record).length > 0) vm.writeLine(record, _handler.reportMoves("purchases", _handler.entropy()));
    }

    function _assertHeld() internal view {
        string memory broken = _handler.broken();
        assertEq(bytes(broken).length, 0, broken);
    }
}

/// @dev Per token, balance and allowance to the escrow are the same before and after every transaction.
contract R1_RouterKeepsNothing is PurchaseCampaign(1) {
    function invariant_R1_RouterKeepsNothing() public view {
        _assertHeld();
    }
}

/// @dev At most once and at most `value`: the price at that moment and the fee, for exactly the orders that were signed;
/// or nothing moved.
contract R2_RouterBuysWhatWasSigned is PurchaseCampaign(2) {
    function invariant_R2_RouterBuysWhatWasSigned() public view {
        _assertHeld();
    }

    function test_CampaignPlaysEveryKindOfMove() external {
        for (uint256 i = 0; i < 200; ++i) _handler.play(i);

        string[8] memory kinds = [
            "by authorization",
            "by Permit2",
            "clusters",
            "extensions",
            "refused",
            "tampered",
            "copied",
            "refunded"
        ];
        for (uint256 i = 0; i < kinds.length; ++i) assertTrue(_handler.counts(kinds[i]) >= 10, kinds[i]);
        _assertHeld();
    }
}
