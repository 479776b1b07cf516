package io.reprise.cli.context;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code contexts.yaml}.
 *
 * @param current the name of the context that commands use when nothing else names one; none when
 *     null
 * @param contexts the contexts by name
 */
public record Contexts(@Nullable String current, Map<String, Context> contexts) {
  /** The content of a file that does not exist. */
  static final Contexts NONE = new Contexts(null, Map.of());

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  public Contexts(@Nullable String current, @Nullable Map<String, Context> contexts) {
    this.current = current;
    this.contexts = contexts == null ? Map.of() : Map.copyOf(contexts);
    this.contexts.keySet().forEach(Contexts::requireName);
  }

  /**
   * Refuses a name that a command line could not take as one word.
   *
   * @throws IllegalArgumentException if the name is not valid
   */
  public static void requireName(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "'%s' is not a name of a context: use up to 63 letters, digits, '.', '_' and '-', beginning with a letter or digit"
              .formatted(name));
    }
  }

  /** Returns these contexts with one more, or with another one in its place. */
  public Contexts with(String name, Context context) {
    var all = new TreeMap<>(contexts);
    all.put(name, context);
    return new Contexts(current, all);
  }

  /** Returns these contexts without one of them. If it was the current one, none is current. */
  public Contexts without(String name) {
    var all = new TreeMap<>(contexts);
    all.remove(name);
    return new Contexts(name.equals(current) ? null : current, all);
  }

  /** Returns these contexts with another current one. */
  public Contexts using(String name) {
    return new Contexts(name, contexts);
  }
}
