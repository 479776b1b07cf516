package io.reprise.kafka.acl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Writes the command lines of Kafka's {@code kafka-acls.sh} that grant ACLs.
 *
 * @param bootstrapServers where the commands reach the cluster, as {@code host:port}
 * @param commandConfig the file with the client settings of a user who may alter the cluster's ACLs
 */
public record GrantCommands(String bootstrapServers, String commandConfig) {
  private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./:,=@%+-]+");

  /**
   * Returns one command for each resource, which grants all its operations. Granting an ACL that
   * exists changes nothing.
   *
   * @param principal the authenticated user, such as {@code User:worker}
   */
  public List<String> grant(String principal, List<RequiredAcl> acls) {
    Map<ResourcePattern, List<AclOperation>> operations = new LinkedHashMap<>();
    acls.forEach(
        acl ->
            operations
                .computeIfAbsent(acl.resource(), resource -> new ArrayList<>())
                .add(acl.operation()));
    return operations.entrySet().stream()
        .map(entry -> command(principal, entry.getKey(), entry.getValue()))
        .toList();
  }

  private String command(
      String principal, ResourcePattern resource, List<AclOperation> operations) {
    var words = new ArrayList<>(List.of("kafka-acls.sh"));
    words.addAll(List.of("--bootstrap-server", bootstrapServers));
    words.addAll(List.of("--command-config", commandConfig));
    words.addAll(List.of("--add", "--allow-principal", principal));
    operations.forEach(operation -> words.addAll(List.of("--operation", camelCase(operation))));
    words.add(option(resource.resourceType()));
    if (resource.resourceType() != ResourceType.CLUSTER) {
      words.add(resource.name());
    }
    if (resource.patternType() == PatternType.PREFIXED) {
      words.addAll(List.of("--resource-pattern-type", "prefixed"));
    }
    return words.stream().map(GrantCommands::quoted).collect(Collectors.joining(" "));
  }

  private static String option(ResourceType type) {
    return "--" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the name of an operation as Kafka's tools print it, for example AlterConfigs. */
  private static String camelCase(AclOperation operation) {
    return Arrays.stream(operation.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static String quoted(String word) {
    return NEEDS_NO_QUOTES.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
