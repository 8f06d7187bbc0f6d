import CUnit
import Unit

/// The program itself; all that it does stands in `Unit`.
@main
struct Program {
  static func main() {
    cunit_exit(UnitProgram.run())
  }
}
