package io.reprise.store.select;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what an expression reads of an event, without compiling it. Stateless and thread-safe.
 *
 * <p>A path begins with the name of a variable, such as {@code data}, {@code address}, {@code
 * street}. The elements of a list have the path of the list. Where the expression does not say
 * which field it reads, as in {@code data[type]}, the path ends, and so names everything below.
 */
public final class ReadPaths {
  private static final String INDEX = "_[_]";

  private ReadPaths() {}

  /**
   * Returns the paths that an expression reads; none if the text is not an expression, because it
   * then selects nothing.
   */
  public static Set<List<String>> of(String text) {
    return parse(text).stream()
        .flatMap(ast -> CelNavigableAst.fromAst(ast).getRoot().allNodes())
        .filter(node -> node.getKind() == Kind.IDENT)
        .map(ReadPaths::path)
        .filter(path -> Variables.NAMES.contains(path.get(0)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<CelAbstractSyntaxTree> parse(String text) {
    try {
      return Optional.of(CelDialect.parser().parse(text).getAst());
    } catch (CelValidationException e) {
      return Optional.empty();
    }
  }

  /** Follows the fields that are selected of a variable, for as long as they have names. */
  private static List<String> path(CelNavigableExpr variable) {
    var path = new ArrayList<String>();
    path.add(variable.expr().ident().name().replaceFirst("^\\.", ""));
    var node = variable;
    while (node.parent().isPresent()) {
      var parent = node.parent().get();
      if (parent.getKind() == Kind.SELECT) {
        path.add(parent.expr().select().field());
      } else if (isElement(parent, node)) {
        var index = parent.expr().call().args().get(1).constant();
        if (index.getKind() == CelConstant.Kind.STRING_VALUE) {
          path.add(index.stringValue());
        }
      } else {
        return path;
      }
      node = parent;
    }
    return path;
  }

  private static boolean isElement(CelNavigableExpr parent, CelNavigableExpr node) {
    if (parent.getKind() != Kind.CALL || !parent.expr().call().function().equals(INDEX)) {
      return false;
    }
    List<CelExpr> args = parent.expr().call().args();
    return args.get(0).id() == node.expr().id() && args.get(1).getKind() == Kind.CONSTANT;
  }
}
