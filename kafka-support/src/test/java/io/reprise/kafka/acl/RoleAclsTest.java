package io.reprise.kafka.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class RoleAclsTest {
  private static final GrantCommands COMMANDS =
      new GrantCommands("broker:9092", "admin.properties");

  private final RoleAcls acls = new RoleAcls();

  @Test
  void aNameWithAStarAtItsEndIsAPrefixAndAStarAloneIsEveryName() {
    acls.topic("orders").needs(AclOperation.READ, "reads");
    acls.topic("shadow.*").needs(AclOperation.READ, "reads");
    acls.topic("*").needs(AclOperation.READ, "reads");

    assertThat(acls.list())
        .extracting(acl -> acl.resource().name(), acl -> acl.resource().patternType())
        .containsExactly(
            tuple("orders", PatternType.LITERAL),
            tuple("shadow.", PatternType.PREFIXED),
            tuple("*", PatternType.LITERAL));
  }

  @Test
  void anAclThatIsOptionalAndRequiredIsRequiredAndListedOnce() {
    acls.cluster().optional(AclOperation.DESCRIBE, "estimates", "No estimates.");
    acls.cluster().needs(AclOperation.DESCRIBE, "lists groups");
    acls.cluster().optional(AclOperation.DESCRIBE, "estimates", "No estimates.");

    assertThat(acls.list())
        .singleElement()
        .satisfies(
            acl -> {
              assertThat(acl.isOptional()).isFalse();
              assertThat(acl.use()).isEqualTo("lists groups");
              assertThat(acl.resource().resourceType()).isEqualTo(ResourceType.CLUSTER);
            });
  }

  @Test
  void oneCommandGrantsAllOperationsOnAResource() {
    acls.topic("orders").needs(AclOperation.READ, "").needs(AclOperation.DESCRIBE_CONFIGS, "");
    acls.transactionalId("reprise-slot-*").needs(AclOperation.WRITE, "");
    acls.group("*").needs(AclOperation.DESCRIBE, "");
    acls.cluster().needs(AclOperation.ALTER, "");

    var begin =
        "kafka-acls.sh --bootstrap-server broker:9092 --command-config admin.properties --add"
            + " --allow-principal User:worker";
    assertThat(COMMANDS.grant("User:worker", acls.list()))
        .isEqualTo(
            List.of(
                begin + " --operation Read --operation DescribeConfigs --topic orders",
                begin
                    + " --operation Write --transactional-id reprise-slot-"
                    + " --resource-pattern-type prefixed",
                begin + " --operation Describe --group '*'",
                begin + " --operation Alter --cluster"));
  }

  @Test
  void quotesAPrincipalForTheShell() {
    acls.topic("orders").needs(AclOperation.READ, "");

    assertThat(COMMANDS.grant("User:CN=it's me,O=x y", acls.list()))
        .singleElement()
        .asString()
        .contains("--allow-principal 'User:CN=it'\\''s me,O=x y' --operation");
  }
}
