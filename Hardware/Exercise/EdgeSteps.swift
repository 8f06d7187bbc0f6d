import Devices
import GPIO

extension Exercise {
  /// Edges: direction, time, order, several lines, polling.
  static func edges(_ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally) {
    sim.pull(0, up: false)
    sim.pull(1, up: false)
    tally.succeeds("no edge, nothing to read and nothing to wait for") { () throws(GPIOError) in
      var edges = try EdgeEvents(
        chip.request(line: 0, settings: .bothEdges, consumer: consumer))
      let first = try edges.next()
      let wakeup = try edges.wait(milliseconds: 20)
      return first == nil && wakeup == .timedOut
    }
    tally.succeeds("an edge is told with line, direction and the kernel's time") {
      () throws(GPIOError) in
      var edges = try EdgeEvents(
        chip.request(line: 0, settings: .bothEdges, consumer: consumer))
      let before = monotonicNanoseconds()
      sim.pull(0, up: true)
      let woke = try edges.wait(milliseconds: 1_000)
      let rise = try edges.next()
      let after = monotonicNanoseconds()
      sim.pull(0, up: false)
      _ = try edges.wait(milliseconds: 1_000)
      let fall = try edges.next()
      guard let rise, let fall else { return false }
      let isWithin = Int64(rise.nanoseconds) >= before && Int64(rise.nanoseconds) <= after
      print("# from the pull to the reader: \(after - before) ns")
      return woke == .ready && isWithin && rise.isRising && rise.offset == 0 && !fall.isRising
        && fall.nanoseconds > rise.nanoseconds
    }
    choices(chip, sim, &tally)
  }

  /// Which edges are told, and of which lines.
  private static func choices(_ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally) {
    tally.succeeds("only the edges that were asked for are told") { () throws(GPIOError) in
      var edges = try EdgeEvents(
        chip.request(line: 0, settings: .risingEdges, consumer: consumer))
      sim.pull(0, up: true)
      _ = try edges.wait(milliseconds: 1_000)
      let rise = try edges.next()
      sim.pull(0, up: false)
      let wakeup = try edges.wait(milliseconds: 50)
      return rise?.isRising == true && wakeup == .timedOut
    }
    tally.succeeds("active low turns edges round") { () throws(GPIOError) in
      var settings = LineSettings.risingEdges
      settings.isActiveLow = true
      sim.pull(0, up: true)
      var edges = try EdgeEvents(chip.request(line: 0, settings: settings, consumer: consumer))
      sim.pull(0, up: false)
      _ = try edges.wait(milliseconds: 1_000)
      return try edges.next()?.isRising == true
    }
    tally.succeeds("edges of two lines come through one descriptor in order of time") {
      () throws(GPIOError) in
      let offsets: InlineArray<2, UInt32> = [0, 1]
      var edges = try EdgeEvents(
        chip.request(lines: offsets.span, settings: .bothEdges, consumer: consumer))
      sim.pull(1, up: true)
      pause(milliseconds: 10)
      sim.pull(0, up: true)
      pause(milliseconds: 10)
      guard try edges.wait(milliseconds: 1_000) == .ready else { return false }
      let first = try edges.next()
      let second = try edges.next()
      // One at a time, the first generation answers line by line.
      let both = Set([first?.offset, second?.offset])
      let isQuiet = try edges.next() == nil
      return both == [0, 1] && isQuiet
    }
  }

  /// Edges that nobody reads in time, 5 ms apart so that each is an interrupt of its own.
  static func losses(_ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally) {
    sim.pull(0, up: false)
    tally.succeeds("lost edges are counted, or it is said that they cannot be") {
      () throws(GPIOError) in
      var edges = try EdgeEvents(
        chip.request(line: 0, settings: .bothEdges, consumer: consumer))
      for index in 0..<40 {
        sim.pull(0, up: index % 2 == 0)
        pause(milliseconds: 5)
      }
      var read = 0
      while try edges.next() != nil { read += 1 }
      // The next edge tells of those that were dropped at the end.
      sim.pull(0, up: true)
      _ = try edges.wait(milliseconds: 1_000)
      while try edges.next() != nil { read += 1 }
      print("# 41 edges, \(read) read, lost: \(edges.lostCount.map { "\($0)" } ?? "not known")")
      guard Libgpiod.givesSequenceNumbers else { return edges.lostCount == nil && read == 17 }
      guard let lost = edges.lostCount else { return false }
      return lost > 0 && lost + Int64(read) == 41
    }
  }

  /// What libgpiod 2.x can do and 1.6 says it cannot.
  static func secondGeneration(
    _ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally
  ) {
    guard Libgpiod.generation >= 2 else {
      firstGenerationRefuses(chip, &tally)
      return
    }
    sim.pull(0, up: false)
    tally.succeeds("edges are numbered from 1") { () throws(GPIOError) in
      var edges = try EdgeEvents(
        chip.request(line: 0, settings: .bothEdges, consumer: consumer))
      sim.pull(0, up: true)
      _ = try edges.wait(milliseconds: 1_000)
      let first = try edges.next()
      sim.pull(0, up: false)
      _ = try edges.wait(milliseconds: 1_000)
      let second = try edges.next()
      return first?.lineSequence == 1 && second?.lineSequence == 2
        && second?.requestSequence == 2 && edges.lostCount == 0
    }
    tally.succeeds("a debounced line tells no glitch") { () throws(GPIOError) in
      var settings = LineSettings.bothEdges
      settings.debounceMicroseconds = 50_000
      var edges = try EdgeEvents(chip.request(line: 0, settings: settings, consumer: consumer))
      sim.pull(0, up: true)
      pause(milliseconds: 5)
      sim.pull(0, up: false)
      let isQuiet = try edges.wait(milliseconds: 200) == .timedOut
      sim.pull(0, up: true)
      let woke = try edges.wait(milliseconds: 1_000)
      let edge = try edges.next()
      return isQuiet && woke == .ready && edge?.isRising == true
    }
    tally.succeeds("edges are stamped with the time of day when asked") { () throws(GPIOError) in
      var settings = LineSettings.bothEdges
      settings.clock = .realtime
      sim.pull(0, up: false)
      var edges = try EdgeEvents(chip.request(line: 0, settings: settings, consumer: consumer))
      let monotonic = UInt64(monotonicNanoseconds())
      sim.pull(0, up: true)
      _ = try edges.wait(milliseconds: 1_000)
      guard let edge = try edges.next() else { return false }
      // A day apart at the least, unless the clock of the computer was never set: then 1970 plus up-time.
      return edge.nanoseconds > monotonic + 86_400_000_000_000
    }
    tally.succeeds("the kernel keeps as many edges as it was told to") { () throws(GPIOError) in
      var settings = LineSettings.bothEdges
      settings.eventCapacity = 64
      sim.pull(0, up: false)
      var edges = try EdgeEvents(chip.request(line: 0, settings: settings, consumer: consumer))
      for index in 0..<40 {
        sim.pull(0, up: index % 2 == 0)
        pause(milliseconds: 5)
      }
      var read = 0
      while try edges.next() != nil { read += 1 }
      return read == 40 && edges.lostCount == 0
    }
  }

  private static func firstGenerationRefuses(_ chip: borrowing Chip, _ tally: inout Tally) {
    var debounce = LineSettings.bothEdges
    debounce.debounceMicroseconds = 50_000
    var clock = LineSettings.bothEdges
    clock.clock = .realtime
    var capacity = LineSettings.bothEdges
    capacity.eventCapacity = 64
    for (what, settings) in [
      ("debounce", debounce), ("event clock", clock), ("capacity", capacity),
    ] {
      tally.refuses("libgpiod 1.6 says that it has no \(what)", .notSupported) {
        () throws(GPIOError) in
        _ = try chip.request(line: 0, settings: settings, consumer: consumer)
      }
    }
    tally.refuses("libgpiod 1.6 says that edges cannot be set up anew", .notSupported) {
      () throws(GPIOError) in
      var line = try chip.request(line: 0, settings: .bothEdges, consumer: consumer)
      try line.reconfigure(.risingEdges)
    }
  }

  /// The same edges as an asynchronous sequence.
  static func sequences(
    _ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally
  ) async {
    sim.pull(0, up: false)
    do {
      let edges = try EdgeSequence(
        chip.request(line: 0, settings: .bothEdges, consumer: consumer))
      var iterator = edges.makeAsyncIterator()
      sim.pull(0, up: true)
      let first = try await iterator.next()
      let later = Task {
        pause(milliseconds: 50)
        sim.pull(0, up: false)
      }
      let second = try await iterator.next()
      await later.value
      tally.say(
        first?.isRising == true && second?.isRising == false, "edges come as an async sequence")
    } catch {
      tally.say(false, "edges come as an async sequence: \(error)")
    }
  }
}
