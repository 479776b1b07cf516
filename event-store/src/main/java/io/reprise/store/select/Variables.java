package io.reprise.store.select;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The variables of an expression for one event. The value of the event is decoded when the variable
 * {@code data} is read for the first time. Confined to one thread.
 */
final class Variables implements CelVariableResolver {
  static final String DATA = "data";

  /** The names of all variables. */
  static final List<String> NAMES =
      List.of("type", "source", "key", "time", "partition", "offset", "headers", DATA);

  private final EventView event;
  private final DataReader reader;
  private @Nullable Object data;

  Variables(EventView event, DataReader reader) {
    this.event = event;
    this.reader = reader;
  }

  /** Declares the variables, with the type that {@code data} has. */
  static CelCheckerBuilder declare(CelCheckerBuilder checker, CelType data) {
    return checker.addVarDeclarations(
        CelVarDecl.newVarDeclaration("type", SimpleType.STRING),
        CelVarDecl.newVarDeclaration("source", SimpleType.STRING),
        CelVarDecl.newVarDeclaration("key", NullableType.create(SimpleType.STRING)),
        CelVarDecl.newVarDeclaration("time", SimpleType.TIMESTAMP),
        CelVarDecl.newVarDeclaration("partition", SimpleType.INT),
        CelVarDecl.newVarDeclaration("offset", SimpleType.INT),
        CelVarDecl.newVarDeclaration(
            "headers", MapType.create(SimpleType.STRING, SimpleType.STRING)),
        CelVarDecl.newVarDeclaration(DATA, data));
  }

  /** A null would make the variable unknown to CEL, and the result neither true nor false. */
  private static Object orNull(@Nullable Object value) {
    return value == null ? NullValue.NULL_VALUE : value;
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "type" -> Optional.of(event.type());
      case "source" -> Optional.of(event.source());
      case "key" -> Optional.of(orNull(event.key()));
      case "time" -> Optional.of(event.time());
      case "partition" -> Optional.of((long) event.partition());
      case "offset" -> Optional.of(event.offset());
      case "headers" -> Optional.of(event.headers());
      case DATA -> Optional.of(data());
      default -> Optional.empty();
    };
  }

  private Object data() {
    var known = data;
    if (known == null) {
      var bytes = event.value();
      known = bytes == null ? NullValue.NULL_VALUE : reader.read(bytes);
      data = known;
    }
    return known;
  }
}
