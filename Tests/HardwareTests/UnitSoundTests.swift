import DetectorCore
import Devices
import Testing
import Unit

private func state(
  _ operation: SoundState.Operation = .none, _ error: Int32 = 0, underruns: Int64 = 0,
  busy: Int64 = 0
) -> SoundState {
  var state = SoundState()
  state.operation = operation
  state.error = ErrorNumber(error)
  state.underruns = underruns
  state.busyMilliseconds = busy
  return state
}

@Suite("The sound card's watch") struct UnitSoundTests {
  @Test("A card that plays is never a fault")
  func well() {
    var watch = SoundWatch()
    for second in 0..<100 {
      #expect(watch.take(state(), card: "default", at: Int64(second) * 1_000_000) == nil)
      #expect(!watch.isBad)
    }
  }

  @Test(
    "A card that fails is told once, lasts until it plays, and is told anew after that")
  func failsAndComesBack() {
    var watch = SoundWatch()
    let gone = state(.play, 19)
    let told = watch.take(gone, card: "hw:1", at: 0)
    #expect(told?.kind == .failed(.play, .noDevice))
    #expect(told?.count == 1)
    // What is tried again in vain may fail elsewhere: it is the same fault.
    #expect(watch.take(state(.open, 2), card: "hw:1", at: 2_000_000) == nil)
    #expect(watch.isBad)
    #expect(watch.take(state(), card: "hw:1", at: 4_000_000) == nil)
    #expect(!watch.isBad)
    #expect(watch.take(gone, card: "hw:1", at: 6_000_000) != nil)
  }

  @Test("A call that lasts is told once, from a second on")
  func late() {
    var watch = SoundWatch()
    #expect(watch.take(state(busy: 1_000), card: "default", at: 0) == nil)
    #expect(
      watch.take(state(busy: 1_001), card: "default", at: 1)?.kind == .late(milliseconds: 1_001))
    #expect(watch.take(state(busy: 2_000), card: "default", at: 2) == nil)
    #expect(watch.isBad)
    #expect(watch.take(state(busy: 0), card: "default", at: 3) == nil)
    #expect(!watch.isBad)
  }

  @Test("A card that runs dry is told at once, then each 10 s with all that came since")
  func dry() {
    var watch = SoundWatch()
    #expect(watch.take(state(underruns: 2), card: "default", at: 5)?.count == 2)
    var counts: [Int64] = []
    for tenth in Int64(1)...205 {
      let found = watch.take(state(underruns: 2 + tenth), card: "default", at: 5 + tenth * 100_000)
      if let found {
        #expect(found.kind == .ranDry)
        counts.append(found.count)
      }
      #expect(!watch.isBad, "it is heard again at once")
    }
    #expect(counts == [100, 100])
  }

  @Test(
    "What is said names the card, what failed, and what to try",
    arguments: [
      (SoundTrouble.Kind.failed(.library, .noEntry), "sudo apt install libasound2"),
      (.failed(.open, .accessDenied), "sudo usermod -aG audio $USER, then log in again"),
      (.failed(.open, .busy), "end the program that holds the card, or name another one"),
      (.failed(.open, .noEntry), "aplay -L lists names"),
      (.failed(.set, .invalid), "plughw in place of hw"),
      (.failed(.play, .noDevice), "plug it in, a search tries it each 2 s"),
      (.late(milliseconds: 1_200), "1200 ms. Try: another card"),
      (.ranDry, "it ran dry 3 times and began anew. Try: real_time_priority"),
    ])
  func words(kind: SoundTrouble.Kind, advice: String) {
    let text = SoundTrouble(card: "plughw:CARD=Device", kind: kind, count: 3).description
    #expect(text.hasPrefix("sound card 'plughw:CARD=Device': "))
    #expect(text.contains(advice), "\(text)")
  }

  @Test("A card that is not heard leaves searching possible, and blinks 13 times")
  func signal() {
    var signals = SignalState()
    signals.phase = .searching
    signals.levelQ8 = 512
    signals.flags = .alarm
    signals.lasting[.sound] = true
    #expect(!signals.lasting.isDisabling)
    #expect(signals.lasting.first == .sound)
    let later: Int64 = 100_000_000
    #expect(Signals.passage(signals, at: later).tone == Sound.target(levelQ8: 512))
    let cycle: Int64 = 13 * 300_000 + 900_000
    let lit = stride(from: Int64(0), to: cycle, by: 10_000).map {
      Signals.levels(signals, at: cycle * 7 + $0)[.ledFault]
    }
    #expect(lit.indices.filter { lit[$0] && ($0 == 0 || !lit[$0 - 1]) }.count == 13)
    signals.flags = .clear
    #expect(Signals.passage(signals, at: later).tone == .loud(640), "the reminder, each 10 s")
  }
}
