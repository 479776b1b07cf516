package io.reprise.store.select;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** Says in one sentence why an expression that can be parsed cannot be evaluated. */
final class TypeFaults {
  private static final Pattern FIELD = Pattern.compile("undefined field '(.*)'");
  private static final Pattern NAME = Pattern.compile("undeclared reference to '(.*?)' \\(.*");
  private static final Pattern ARGUMENTS =
      Pattern.compile("(?s)found no matching overload for '(.*?)' applied to '(.*?)'(?: \\(.*)?");
  private static final Pattern RESULT =
      Pattern.compile("(?s)expected type '(.*)' but found '(.*)'");

  private final CelAbstractSyntaxTree parsed;
  private final AvroTypes types;
  private final TextPlace place;

  TypeFaults(CelAbstractSyntaxTree parsed, AvroTypes types, TextPlace place) {
    this.parsed = parsed;
    this.types = types;
    this.place = place;
  }

  InvalidExpressionException of(CelValidationException failure) {
    var issue = SyntaxFaults.first(failure);
    var field = FIELD.matcher(issue.getMessage());
    if (field.matches()) {
      return undefinedField(issue, field.group(1));
    }
    var name = NAME.matcher(issue.getMessage());
    if (name.matches()) {
      return undefinedName(issue, name.group(1));
    }
    return new InvalidExpressionException(
        "%s: %s".formatted(place.of(issue.getSourceLocation()), text(issue.getMessage())));
  }

  private InvalidExpressionException undefinedField(CelIssue issue, String field) {
    var record = node(issue).flatMap(e -> recordOf(e.select().operand()));
    var at = place.ofField(issue.getSourceLocation(), field);
    return record
        .map(
            schema ->
                new InvalidExpressionException(
                    "%s: record %s has no field '%s'".formatted(at, schema.getName(), field),
                    field,
                    AvroTypes.fields(schema)))
        .orElseGet(
            () ->
                new InvalidExpressionException(
                    "%s: there is no field '%s'".formatted(at, field),
                    field,
                    types.allFields().stream().filter(known -> !known.equals(field)).toList()));
  }

  private Optional<CelExpr> node(CelIssue issue) {
    return CelNavigableAst.fromAst(parsed)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.id() == issue.getExprId() && expr.getKind() == Kind.SELECT)
        .findFirst();
  }

  /** Returns the schema of the record that a path from {@code data} names; empty for others. */
  private Optional<Schema> recordOf(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT ->
          expr.ident().name().equals(Variables.DATA)
              ? Optional.ofNullable(types.root()).flatMap(TypeFaults::recordIn)
              : Optional.empty();
      case SELECT ->
          recordOf(expr.select().operand())
              .flatMap(record -> Optional.ofNullable(record.getField(expr.select().field())))
              .flatMap(field -> recordIn(field.schema()));
      default -> Optional.empty();
    };
  }

  private static Optional<Schema> recordIn(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> Optional.of(schema);
      case UNION ->
          schema.getTypes().stream().filter(s -> s.getType() == Schema.Type.RECORD).findFirst();
      default -> Optional.empty();
    };
  }

  private InvalidExpressionException undefinedName(CelIssue issue, String name) {
    var at = place.of(issue.getSourceLocation());
    boolean isFunction =
        CelNavigableAst.fromAst(parsed)
            .getRoot()
            .allNodes()
            .anyMatch(node -> node.id() == issue.getExprId() && node.getKind() == Kind.CALL);
    return isFunction
        ? new InvalidExpressionException("%s: there is no function '%s'".formatted(at, name))
        : new InvalidExpressionException(
            "%s: there is no variable '%s'".formatted(at, name), name, Variables.NAMES);
  }

  private static String text(String message) {
    var result = RESULT.matcher(message);
    if (result.matches()) {
      var found = typeNames(result.group(2));
      return result.group(1).equals("bool")
          ? "the expression is of type %s: it must be true or false for each event".formatted(found)
          : "the expression is of type %s: the field needs %s"
              .formatted(found, typeNames(result.group(1)));
    }
    var arguments = ARGUMENTS.matcher(message);
    return arguments.matches()
        ? unfit(symbol(arguments.group(1)), typeNames(arguments.group(2)))
        : typeNames(message);
  }

  private static String unfit(String function, String arguments) {
    var text = "'%s' cannot be applied to %s".formatted(function, arguments);
    boolean isNullTest = List.of("==", "!=").contains(function) && arguments.contains("null)");
    return isNullTest && (arguments.contains("list(") || arguments.contains("map("))
        ? text + ": has(...) is true if a list or a map is not null"
        : text;
  }

  /** Returns an operator as it is written, such as {@code >} for {@code _>_}. */
  static String symbol(String function) {
    return function.matches("[A-Za-z]\\w*") ? function : function.replaceAll("[_@]", "");
  }

  private static String typeNames(String text) {
    return text.replace("google.protobuf.Timestamp", "timestamp")
        .replace("google.protobuf.Duration", "duration")
        .replaceAll("wrapper\\((\\w+)\\)", "$1 or null");
  }
}
