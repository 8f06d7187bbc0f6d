import Devices
import GPIO
import Glibc

/// Walks every operation of the GPIO library on one chip and says `ok N - …` or `not ok N - …`.
///
///     gpio-exercise LABEL        a gpio-sim chip with 8 free lines or more, the first of them named
///     gpio-exercise --no-chip    only what needs no chip: the errors, and what was built in
///
/// The chip is one of the kernel's gpio-sim, whose inputs are pulled and whose outputs are read through
/// its files in /sys. The last line is `1..N`; the exit status is 1 when something was not ok.
@main
struct Exercise {
  static func main() async {
    var tally = Tally()
    print("# libgpiod \(Libgpiod.version), generation \(Libgpiod.generation)")
    guard CommandLine.arguments.count == 2, let subject = CommandLine.arguments.last else {
      print("usage: gpio-exercise LABEL | --no-chip")
      exit(64)
    }
    if subject == "--no-chip" {
      absentChips(&tally)
    } else {
      await exercise(chipLabelled: DeviceName(subject), &tally)
    }
    print("1..\(tally.count)")
    exit(tally.failures == 0 ? 0 : 1)
  }

  /// Every group of steps, on one chip.
  static func exercise(chipLabelled label: DeviceName, _ tally: inout Tally) async {
    absentChips(&tally)
    let chip: Chip
    do throws(GPIOError) {
      chip = try Chip(label: label)
      tally.say(true, "opens the chip by its label")
    } catch {
      tally.say(false, "opens the chip by its label: \(error)")
      return
    }
    let sim = SimulatedPins(chipName: chip.information.name)
    tally.say(chip.information.label == label, "the chip has the label it was asked for by")
    tally.say(chip.information.lineCount >= 8, "the chip has 8 lines or more")
    finding(chip, &tally)
    refusals(chip, &tally)
    permissions(chip, &tally)
    inputs(chip, sim, &tally)
    outputs(chip, sim, &tally)
    reconfigures(chip, sim, &tally)
    edges(chip, sim, &tally)
    losses(chip, sim, &tally)
    secondGeneration(chip, sim, &tally)
    await sequences(chip, sim, &tally)
  }
}

/// Counts the steps and says how each came out.
struct Tally {
  /// Steps so far.
  private(set) var count = 0
  /// Steps that were not ok.
  private(set) var failures = 0

  /// Says how a step came out.
  mutating func say(_ isOK: Bool, _ what: String) {
    count += 1
    if !isOK { failures += 1 }
    print("\(isOK ? "ok" : "not ok") \(count) - \(what)")
    // What was said is there even if the next step never returns.
    fflush(nil)
  }

  /// A step that must succeed.
  mutating func succeeds(_ what: String, _ body: () throws(GPIOError) -> Bool) {
    do throws(GPIOError) {
      say(try body(), what)
    } catch {
      say(false, "\(what): \(error)")
    }
  }

  /// A step that must be refused with one of these kinds, in words that say what to try.
  mutating func refuses(
    _ what: String, _ kinds: GPIOError.Kind..., body: () throws(GPIOError) -> Void
  ) {
    do throws(GPIOError) {
      try body()
      say(false, "\(what): nothing was refused")
    } catch {
      let text = error.description
      say(kinds.contains(error.kind) && text.contains(". Try: "), what)
      print("# \(text)")
    }
  }
}
