package io.reprise.store.select;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelOptions;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * The dialect of CEL that filters use: the standard functions and macros, with limits. CEL has no
 * limit for the cost of an evaluation as a whole. The limits here bound each of its factors.
 */
final class CelDialect {
  /** The largest number of Unicode code points in the text of an expression. */
  static final int MAX_CODE_POINTS = 4_000;

  /** How deep expressions can be nested. */
  static final int MAX_DEPTH = 64;

  /** The largest number of nodes of an expression after its macros are expanded. */
  static final int MAX_NODES = 10_000;

  /** How many elements all macros of an expression can visit for one event. */
  static final int MAX_ITERATIONS = 10_000;

  /** The largest number of instructions of a regular expression, as RE2 counts them. */
  static final int MAX_REGEX_PROGRAM = 1_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MAX_CODE_POINTS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .maxParseExpressionNodeCount(MAX_NODES)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxRegexProgramSize(MAX_REGEX_PROGRAM)
          .build();

  private CelDialect() {}

  static CelParser parser() {
    return CelParserFactory.standardCelParserBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .build();
  }

  /** Returns a checker that has no variables yet. */
  static CelCheckerBuilder checker() {
    return CelCompilerFactory.standardCelCheckerBuilder().setOptions(OPTIONS);
  }

  static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
  }
}
