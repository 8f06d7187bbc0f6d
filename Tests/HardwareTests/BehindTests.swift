import DetectorCore
import Testing
import Unit

/// What is heard of something that was passed without a tone.
@Suite("Behind you") struct BehindTests {
  private let start: Int64 = 50_000_000

  private func searching(_ change: (inout SignalState) -> Void = { _ in }) -> SignalState {
    var state = SignalState()
    state.phase = .searching
    state.isChecked = true
    state.foundBehind(at: start)
    change(&state)
    return state
  }

  private func isChirp(_ state: SignalState, at time: Int64) -> Bool {
    [560, 400].contains(Signals.passage(state, at: time).tone.periodMicroseconds)
  }

  @Test("It sounds through a mute and over a notice, and is over after 0.8 s")
  func sounds() {
    for state in [
      searching(), searching { $0.mutedUntil = .max },
      searching {
        $0.notice = .frames
        $0.noticeUntil = .max
      }, searching { $0.isBalancing = true }, searching { $0.batteryAnnouncedAt = start },
    ] {
      #expect(isChirp(state, at: start) && isChirp(state, at: start + 410_000))
      #expect(!isChirp(state, at: start + Sound.behindLength))
    }
  }

  @Test("A fault that makes searching vain covers it, and so does metal, which it waits for")
  func waits() {
    #expect(!isChirp(searching { $0.lasting[.coilOpen] = true }, at: start))
    var state = searching {
      $0.flags = .alarm
      $0.levelQ8 = 512
    }
    #expect(!isChirp(state, at: start))
    // Two seconds of metal, frame by frame; then it is told from its beginning.
    for time in stride(from: start, through: start + 2_000_000, by: 4_000) {
      state.keepBehind(at: time)
    }
    state.flags = .clear
    #expect(isChirp(state, at: start + 2_004_000))
    #expect(isChirp(state, at: start + 2_410_000))
    #expect(!isChirp(state, at: start + 2_900_000))
  }

  @Test("Once told, the tone of the next metal does not call it back")
  func isToldOnce() {
    var state = searching()
    state.flags = .alarm
    state.keepBehind(at: start + Sound.behindLength)
    state.flags = .clear
    #expect(!isChirp(state, at: start + Sound.behindLength + 10_000))
  }

  @Test(
    "The target light and the motor pulse meanwhile; the alarm line, which marks a place, does not")
  func lights() {
    let state = searching()
    let times = stride(from: start, to: start + Sound.behindLength, by: 50_000)
    for line in [OutputLine.ledTarget, .vibration] {
      #expect(Set(times.map { Signals.levels(state, at: $0)[line] }) == [true, false])
    }
    #expect(times.allSatisfy { !Signals.levels(state, at: $0)[.alarm] })
  }
}
