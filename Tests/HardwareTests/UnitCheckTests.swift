import DetectorCore
import Devices
import Testing
import Unit

@Suite("Battery, self-test and test piece") struct UnitCheckTests {
  private func watch(
    _ battery: inout BatteryWatch, _ state: inout SignalState, millivolts: Int32,
    seconds: Range<Int64>
  ) -> [Int64] {
    var announced: [Int64] = []
    for second in seconds {
      for frame in 0..<20 {
        let before = state.batteryAnnouncedAt
        battery.take(
          millivolts: millivolts, isFlagged: false, state: &state,
          at: second * 1_000_000 + Int64(frame) * 50_000)
        if state.batteryAnnouncedAt != before { announced.append(second) }
      }
    }
    return announced
  }

  @Test("A low battery is announced each 60 s of device time, then comes the final tone")
  func schedule() {
    var battery = BatteryWatch(lowMillivolts: 10_500, emptyMillivolts: 9_000)
    var state = SignalState()
    #expect(watch(&battery, &state, millivolts: 12_000, seconds: 0..<100) == [])
    let announced = watch(&battery, &state, millivolts: 10_400, seconds: 100..<400)
    #expect(announced == [100, 160, 220, 280, 340])
    #expect(state.emptySince == nil)
    #expect(watch(&battery, &state, millivolts: 8_900, seconds: 400..<500) == [])
    let empty = state.emptySince ?? 0
    #expect((400_000_000..<402_000_000).contains(empty))
    #expect(Signals.passage(state, at: empty).tone == .loud(700))
    #expect(Signals.passage(state, at: empty + 4_999_999).tone == .loud(700))
    #expect(Signals.passage(state, at: empty + 5_000_000).tone != .loud(700))
    #expect(state.lasting[.battery], "and then the warble, for good")
  }

  @Test("One frame in which a pulse pulls the voltage down is no low battery")
  func dip() {
    var battery = BatteryWatch(lowMillivolts: 10_500, emptyMillivolts: 9_000)
    var state = SignalState()
    for frame in 0..<1_000 {
      battery.take(
        millivolts: frame % 16 < 15 ? 8_000 : 12_000, isFlagged: false, state: &state,
        at: Int64(frame) * 1_000)
    }
    #expect(!battery.isLow && !battery.isEmpty && state.batteryAnnouncedAt == nil)
  }

  private func limits() -> SelfTestSettings {
    var settings = SelfTestSettings()
    settings.frames = 4
    settings.minimum.count = 3
    settings.maximum.count = 3
    for gate in 0..<3 {
      settings.minimum.values[gate] = 100
      settings.maximum.values[gate] = 200
    }
    return settings
  }

  @Test("The self-test passes within its limits and at both of them")
  func passes() {
    for value in [100, 150, 200] as [Int32] {
      var test = SelfTest()
      let numbers: [Int32] = [value, value, value]
      for _ in 0..<3 { #expect(test.take(numbers.span, settings: limits()) == .waiting) }
      #expect(test.take(numbers.span, settings: limits()) == .passed)
    }
  }

  @Test("A single gate outside its limits fails the self-test and is named", arguments: 0..<3)
  func fails(gate: Int) {
    for value in [99, 201, 0, -150, .max, .min] as [Int32] {
      var test = SelfTest()
      var numbers: [Int32] = [150, 150, 150]
      numbers[gate] = value
      for _ in 0..<3 { _ = test.take(numbers.span, settings: limits()) }
      #expect(
        test.take(numbers.span, settings: limits())
          == .failed(gate: gate, mean: value, least: 100, greatest: 200))
    }
  }

  private func level(_ ratioQ8: UInt16, _ flags: LevelFlags = .clear) -> OperatorLevel {
    OperatorLevel(sensor: .induction, index: 0, sequence: 0, levelQ8: ratioQ8, flags: flags)
  }

  @Test("A test piece passes at its level, fails when the time is over, and is due again later")
  func testPiece() {
    var settings = TestPieceSettings()
    settings.levelHundredths = 150
    var piece = TestPiece(settings)
    #expect(!piece.isChecked(at: 0), "a detector that was just switched on is unchecked")
    #expect(piece.take(level(.max), at: 500_000) == nil, "a level counts only in a check")
    piece.begin(at: 1_000_000)
    #expect(piece.take(level(383), at: 2_000_000) == nil)
    #expect(piece.take(level(384), at: 3_000_000) == .passed(levelQ8: 384))
    #expect(piece.isChecked(at: 3_000_000))
    #expect(piece.isChecked(at: 3_602_999_999))
    #expect(!piece.isChecked(at: 3_603_000_000), "it is due after an hour")
    piece.begin(at: 4_000_000)
    #expect(piece.take(level(383), at: 23_999_999) == nil)
    #expect(piece.take(level(300), at: 24_000_000) == .failed(levelQ8: 383))
    #expect(!piece.isChecked(at: 24_000_001), "what was passed before no longer counts")
  }

  @Test("A break or a change of settings makes the check due, an overload never passes it")
  func due() {
    var piece = TestPiece(TestPieceSettings())
    piece.begin(at: 0)
    #expect(piece.take(level(.max, .saturated), at: 1_000) == nil)
    #expect(piece.take(level(.max, .blind), at: 2_000) == nil)
    #expect(piece.take(level(.max), at: 3_000) == .passed(levelQ8: .max))
    #expect(piece.take(level(0), at: 60_003_000) == nil)
    #expect(piece.isChecked(at: 60_003_000))
    _ = piece.take(level(0), at: 120_003_001)
    #expect(!piece.isChecked(at: 120_003_001), "a break of more than a minute")
    piece.begin(at: 130_000_000)
    _ = piece.take(level(.max), at: 130_000_001)
    #expect(piece.isChecked(at: 130_000_002))
    piece.expire()
    #expect(!piece.isChecked(at: 130_000_002))
  }

  @Test("A disk that fails, is slow, or makes frames be left out is told once each time")
  func storage() {
    var watch = StorageWatch()
    var state = WriterState()
    #expect(watch.take(state, leftOut: 0, lateMilliseconds: 1_000) == nil)
    state.busyMilliseconds = 1_001
    #expect(
      watch.take(state, leftOut: 0, lateMilliseconds: 1_000)
        == StorageTrouble(kind: .late(milliseconds: 1_001), count: 1))
    #expect(watch.isBad)
    #expect(watch.take(state, leftOut: 0, lateMilliseconds: 1_000) == nil)
    state.busyMilliseconds = 0
    #expect(watch.take(state, leftOut: 0, lateMilliseconds: 1_000) == nil)
    #expect(!watch.isBad)
    #expect(
      watch.take(state, leftOut: 3, lateMilliseconds: 1_000)
        == StorageTrouble(kind: .leftOut, count: 3))
    #expect(watch.take(state, leftOut: 4, lateMilliseconds: 1_000) == nil)
    state.error = ErrorNumber(28)
    #expect(
      watch.take(state, leftOut: 4, lateMilliseconds: 1_000)
        == StorageTrouble(kind: .failed(ErrorNumber(28)), count: 1))
    for _ in 0..<2_000 { #expect(watch.take(state, leftOut: 4, lateMilliseconds: 1_000) == nil) }
    #expect(watch.isBad, "a file that failed stays failed")
  }
}
