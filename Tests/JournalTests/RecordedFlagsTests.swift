import DetectorCore
import Journal
import Testing

@Suite("Recorded flags") struct RecordedFlagsTests {
  private func header(damaged: Int32) -> BlockHeader {
    var header = BlockHeader(count: 1, index: 0, sequence: 0)
    header.damaged = damaged
    if damaged > 0 { header.flags.insert(.checksum) }
    return header
  }

  private func orders(ends: Bool, begins: Bool) -> BalanceOrders {
    var orders = BalanceOrders()
    if ends { orders.end() }
    if begins { orders.begin() }
    return orders
  }

  @Test("Flags, orders and damaged frames come back, each alone and all together")
  func roundTrip() {
    for flags in [UInt32(0), 1, 0x3FFF, 0x00FF_3FFF] {
      for damaged in [Int32(0), 1, 254, 255] {
        for (ends, begins) in [(false, false), (true, false), (false, true), (true, true)] {
          let told = orders(ends: ends, begins: begins)
          let word = RecordedFlags.word(
            FrontEndFlags(rawValue: flags), header(damaged: damaged), told)
          #expect(RecordedFlags.flags(word).rawValue == flags)
          #expect(RecordedFlags.damaged(word) == damaged)
          #expect(RecordedFlags.orders(word) == told)
          #expect(told.ends == ends && told.begins == begins)
        }
      }
    }
  }

  @Test("A word by hand: a balance begins in bit 14, ends in bit 15, damaged frames stand above 23")
  func byHand() {
    let word = RecordedFlags.word(
      .batteryLow, header(damaged: 3), orders(ends: false, begins: true))
    #expect(word == 0x0300_4020)
    #expect(
      RecordedFlags.word(.clear, header(damaged: 0), orders(ends: true, begins: false)) == 0x8000)
  }

  @Test("A front end that sets the bits of the recording presses no button and damages no frame")
  func hostile() {
    let word = RecordedFlags.word(FrontEndFlags(rawValue: .max), header(damaged: 0))
    #expect(RecordedFlags.orders(word).isEmpty)
    #expect(RecordedFlags.damaged(word) == 0)
    #expect(RecordedFlags.flags(word).rawValue == 0x00FF_3FFF)
  }

  @Test("More damaged frames than the bits hold are 255")
  func many() {
    let word = RecordedFlags.word(.clear, header(damaged: 100_000))
    #expect(RecordedFlags.damaged(word) == 255)
    #expect(RecordedFlags.flags(word) == .clear)
  }

  @Test("Orders of frames that were left out add up to what would have been done")
  func sums() {
    var sum = BalanceOrders()
    #expect(sum.isEmpty)
    sum.add(orders(ends: false, begins: true))
    #expect(sum.begins && !sum.ends)
    sum.add(orders(ends: true, begins: false))
    #expect(sum.ends && !sum.begins, "one that began and ended unseen is not begun")
    sum.add(orders(ends: false, begins: true))
    #expect(sum.ends && sum.begins)
    sum.add(BalanceOrders())
    #expect(sum.ends && sum.begins)
  }
}
