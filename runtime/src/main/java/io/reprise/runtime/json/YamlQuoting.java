package io.reprise.runtime.json;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Says which texts need quotes in YAML. Without quotes, a reader would take some texts for a value
 * of another type: {@code no} and {@code on} for booleans, {@code 0012} for a number, {@code
 * 2026-11-29} for a date. Readers of YAML 1.1 and of YAML 1.2 differ in what they take for a
 * number, so a text gets quotes if either would. Stateless and thread-safe.
 */
final class YamlQuoting extends StringQuotingChecker.Default {
  private static final long serialVersionUID = 1L;

  /**
   * Numbers of the core schema of YAML 1.2, some of which are text in YAML 1.1; and the default
   * value of YAML 1.1, which some readers refuse.
   */
  private static final Pattern OTHER =
      Pattern.compile(
          "=|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** Holds the types of YAML 1.1, which a process needs only if it writes YAML. */
  private static final class Types {
    static final Resolver YAML_1_1 = new Resolver();

    private Types() {}
  }

  @Override
  public boolean needToQuoteName(String name) {
    return super.needToQuoteName(name) || hasOtherType(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    return super.needToQuoteValue(value) || hasOtherType(value);
  }

  private static boolean hasOtherType(String text) {
    return !Tag.STR.equals(Types.YAML_1_1.resolve(NodeId.scalar, text, true))
        || OTHER.matcher(text).matches();
  }
}
