package io.reprise.store.select;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelVarDecl;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.Map;
import java.util.Optional;

/**
 * Checks regular expressions, timestamps and durations that are written in an expression. CEL would
 * report a wrong one only when an event is evaluated, and then for each event.
 */
final class LiteralChecks {
  private static final String LITERAL = "literal";

  /** For each function, an expression that fails if the literal is wrong. */
  private static final Map<String, String> TRIALS =
      Map.of(
          "matches", "''.matches(literal)",
          "timestamp", "timestamp(literal) != null",
          "duration", "duration(literal) != null");

  private static final Map<String, String> FORMS =
      Map.of(
          "matches", "is not a regular expression of RE2, or a too large one",
          "timestamp", "is not a time such as 2026-01-31T12:00:00Z",
          "duration", "is not a duration such as 90s or 1h30m");

  private LiteralChecks() {}

  /**
   * @throws InvalidExpressionException if a literal is wrong
   */
  static void check(CelAbstractSyntaxTree ast, TextPlace place) {
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.CALL)
        .forEach(node -> check(node.expr().call(), ast, place));
  }

  private static void check(CelExpr.CelCall call, CelAbstractSyntaxTree ast, TextPlace place) {
    var trial = TRIALS.get(call.function());
    var literal = literal(call);
    if (trial == null || literal.isEmpty()) {
      return;
    }
    var text = literal.get().constant().stringValue();
    if (isWrong(trial, text)) {
      int offset = ast.getSource().getPositionsMap().getOrDefault(literal.get().id(), 0);
      throw new InvalidExpressionException(
          "%s: '%s' %s".formatted(place.at(offset), text, FORMS.get(call.function())));
    }
  }

  /** Returns the last argument if it is a string that is written in the expression. */
  private static Optional<CelExpr> literal(CelExpr.CelCall call) {
    var arguments = call.args();
    return arguments.stream()
        .skip(Math.max(0, arguments.size() - 1))
        .filter(a -> a.getKind() == Kind.CONSTANT)
        .filter(a -> a.constant().getKind() == CelConstant.Kind.STRING_VALUE)
        .findFirst();
  }

  private static boolean isWrong(String trial, String literal) {
    try {
      var program =
          CelDialect.checker()
              .addVarDeclarations(CelVarDecl.newVarDeclaration(LITERAL, SimpleType.STRING))
              .build()
              .check(CelDialect.parser().parse(trial).getAst())
              .getAst();
      CelDialect.runtime().createProgram(program).eval(Map.of(LITERAL, literal));
      return false;
    } catch (CelEvaluationException e) {
      return true;
    } catch (CelValidationException e) {
      throw new IllegalStateException(e);
    }
  }
}
