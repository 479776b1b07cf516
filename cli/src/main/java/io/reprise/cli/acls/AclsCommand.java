package io.reprise.cli.acls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.kafka.acl.GrantCommands;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.runtime.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise acls}. */
@Command(
    name = "acls",
    description = {
      "Lists the ACLs that a service needs on its Kafka cluster, and what it uses each for."
          + " Connects to nothing.",
      "A service does its work with the ACLs that are not optional. The list says what is lost"
          + " without an optional one."
    })
public final class AclsCommand extends LeafCommand {
  private static final List<TableColumn> COLUMNS =
      List.of(
          TableColumn.of("RESOURCE", "resourceType").key(),
          TableColumn.of("NAME", "name").key(),
          TableColumn.of("PATTERN", "patternType").key(),
          TableColumn.of("OPERATION", "operation").key(),
          new TableColumn("OPTIONAL", AclsCommand::optional).key(),
          TableColumn.of("USE", "use"),
          TableColumn.of("LOST WITHOUT IT", "lostWithout").wide());

  @Option(
      names = "--principal",
      required = true,
      paramLabel = "PRINCIPAL",
      description = "The user as whom the service signs in to Kafka, such as User:worker.")
  private String principal = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "The service: worker, ingest, archiver or compactor.")
  private AclRole role = AclRole.WORKER;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration file of the service. Required for an archiver and a compactor. Without"
              + " it, a worker has no targets and the default names of control topics.")
  private @Nullable Path config;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description =
          "A topic that a worker replays, or that an ingest service stores events in; orders.*"
              + " stands for all topics that begin with orders. (including the point). Can be"
              + " repeated (default: all topics).")
  private List<String> topics = List.of();

  @Option(names = "--required-only", description = "Leave out optional ACLs.")
  private boolean requiredOnly;

  @Option(
      names = "--commands",
      description =
          "Print the kafka-acls.sh commands that grant the ACLs, instead of the list. They read the"
              + " client settings of an administrator from admin.properties.")
  private boolean commands;

  @Override
  protected ExitCode run() {
    if (!principal.matches("[^:]+:.+")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--principal is '%s': give it with its type, as in User:worker".formatted(principal));
    }
    var needs = role.needs(config, topics);
    var acls = needs.acls().stream().filter(acl -> !requiredOnly || !acl.isOptional()).toList();
    if (commands) {
      new GrantCommands(needs.bootstrapServers(), "admin.properties")
          .grant(principal, acls)
          .forEach(output().out()::println);
      output().out().flush();
      return ExitCode.DONE;
    }
    var items = Json.json().createArrayNode();
    acls.forEach(acl -> items.add(json(acl)));
    output().list(items, COLUMNS);
    return ExitCode.DONE;
  }

  private ObjectNode json(RequiredAcl acl) {
    var json =
        Json.json()
            .createObjectNode()
            .put("principal", principal)
            .put("resourceType", acl.resource().resourceType().name())
            .put("patternType", acl.resource().patternType().name())
            .put("name", acl.resource().name())
            .put("operation", acl.operation().name())
            .put("optional", acl.isOptional())
            .put("use", acl.use());
    return acl.isOptional() ? json.put("lostWithout", acl.lossWithout()) : json;
  }

  private static String optional(JsonNode acl) {
    return acl.path("optional").asBoolean() ? "optional" : "";
  }
}
