import DetectorCore
import Journal
import Recording
import Testing

/// Rows in memory.
private struct Rows: SampleSource {
  typealias Failure = RecordingError

  let width: Int
  var blocks: [(BlockHeader, [Int32])]
  var end = BlockHeader.end(index: 0, sequence: 0)

  mutating func read(into block: inout MutableSpan<Int32>) throws(RecordingError) -> BlockHeader {
    guard !blocks.isEmpty else { return end }
    let (header, numbers) = blocks.removeFirst()
    for place in numbers.indices { block[place] = numbers[place] }
    return header
  }
}

@Suite("Streams merged into one source")
struct MergedSourceTests {
  private func rows(
    _ count: Int, width: Int, sequence: Int64 = 0, _ number: (Int, Int) -> Int32 = { _, _ in 0 }
  ) -> (BlockHeader, [Int32]) {
    let header = BlockHeader(count: count, index: 0, sequence: sequence)
    return (header, (0..<count * width).map { number($0 / width, $0 % width) })
  }

  private func inputs(_ merged: MergedSource, room: Int) throws -> [Input] {
    var source = merged
    var storage = [Int32](repeating: 0, count: room)
    var inputs: [Input] = []
    while true {
      var block = storage.mutableSpan
      let input = try source.readInput(into: &block)
      inputs.append(input)
      if case .end = input { return inputs }
    }
  }

  @Test("Frames, traces, points and states go by device time; at a tie in this order")
  func order() throws {
    var source = MergedSource()
    // Added in another order than the one in which they go.
    source.add(
      .housekeeping, Rows(width: 4, blocks: [rows(4, width: 4)]), width: 4,
      rateMicrohertz: 100_000_000, rows: 8)
    source.add(
      .track, Rows(width: 4, blocks: [rows(2, width: 4) { row, _ in Int32(row) }]), width: 4,
      rateMicrohertz: 50_000_000, rows: 8)
    source.add(
      .radar, Rows(width: 3, blocks: [rows(2, width: 3)]), width: 3, rateMicrohertz: 50_000_000,
      rows: 8)
    source.add(
      .induction, Rows(width: 2, blocks: [rows(4, width: 2)]), width: 2,
      rateMicrohertz: 100_000_000, rows: 8)
    let told = try inputs(source, room: 12).map { input in
      switch input {
      case .samples(let header): "\(header.sensor == .radar ? "t" : "f")\(header.sequence)"
      case .point(let point, let time): "p\(point.eastMillimetres)@\(time)"
      case .state: "s"
      case .balance: "b"
      case .end: "end"
      }
    }
    #expect(
      told == [
        "f0", "t0", "p0@0", "s", "f1", "s", "f2", "t1", "p1@20000", "s", "f3", "s", "end",
      ])
  }

  @Test("A frame before which a balance was asked for, or frames were damaged, goes by itself")
  func words() throws {
    var begin = BalanceOrders()
    begin.begin()
    var damaged = BlockHeader(count: 1, index: 0, sequence: 0, flags: .checksum)
    damaged.damaged = 3
    let words: [Int: UInt32] = [
      2: RecordedFlags.word(.clear, BlockHeader(count: 1, index: 0, sequence: 0), begin),
      4: RecordedFlags.word(.batteryLow, damaged),
    ]
    var source = MergedSource()
    source.add(
      .induction, Rows(width: 2, blocks: [rows(6, width: 2)]), width: 2,
      rateMicrohertz: 100_000_000, rows: 8)
    let states = rows(6, width: 4) { row, column in
      column == 3 ? Int32(bitPattern: words[row] ?? 0) : 0
    }
    source.add(
      .housekeeping, Rows(width: 4, blocks: [states]), width: 4, rateMicrohertz: 100_000_000,
      rows: 8)
    let all = try inputs(source, room: 12)
    let place = try #require(all.firstIndex(of: .balance(begin, before: 2)))
    #expect(all.count { if case .balance = $0 { true } else { false } } == 1)
    guard case .samples(let next) = all[place + 1] else {
      Issue.record("no frame after the order")
      return
    }
    #expect(next.sequence == 2 && next.count == 1)
    let struck = all.compactMap { input -> BlockHeader? in
      if case .samples(let header) = input, header.damaged > 0 { header } else { nil }
    }
    #expect(struck.map(\.sequence) == [4] && struck.first?.damaged == 3)
    #expect(struck.first?.flags.contains(.checksum) == true)
    #expect(all.contains { if case .state(let s) = $0 { s.flags == .batteryLow } else { false } })
  }

  @Test("What was wrong at the end of one stream is told at once, and the rest goes on")
  func ends() throws {
    var frames = Rows(width: 2, blocks: [rows(1, width: 2)])
    frames.end = BlockHeader(count: 0, index: 1, sequence: 1, flags: .shortTail)
    var source = MergedSource()
    source.add(.induction, frames, width: 2, rateMicrohertz: 100_000_000, rows: 8)
    source.add(
      .radar, Rows(width: 3, blocks: [rows(2, width: 3)]), width: 3, rateMicrohertz: 1_000_000,
      rows: 8)
    let headers = try inputs(source, room: 12).compactMap { input -> BlockHeader? in
      if case .samples(let header) = input { header } else { nil }
    }
    let end = try #require(headers.firstIndex { $0.count == 0 })
    #expect(headers[end].flags == .shortTail && headers[end].sensor == .induction)
    #expect(headers.filter { $0.sensor == .radar }.reduce(0) { $0 + $1.count } == 2)
  }

  @Test("A block that holds one sample is enough", arguments: [2, 5, 12])
  func small(room: Int) throws {
    var source = MergedSource()
    source.add(
      .induction, Rows(width: 2, blocks: [rows(5, width: 2), rows(3, width: 2, sequence: 9)]),
      width: 2, rateMicrohertz: 100_000_000, rows: 8)
    let headers = try inputs(source, room: room).compactMap { input -> BlockHeader? in
      if case .samples(let header) = input { header } else { nil }
    }
    #expect(headers.reduce(0) { $0 + $1.count } == 8)
    #expect(headers.allSatisfy { $0.count <= room / 2 })
    #expect(headers.contains { $0.sequence == 9 })
  }
}
