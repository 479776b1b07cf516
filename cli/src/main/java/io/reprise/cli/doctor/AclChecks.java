package io.reprise.cli.doctor;

import static io.reprise.cli.doctor.Finding.note;
import static io.reprise.cli.doctor.Finding.ok;
import static io.reprise.cli.doctor.Finding.problem;
import static io.reprise.cli.doctor.Finding.unknown;

import io.reprise.kafka.acl.GrantCommands;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.kafka.client.KafkaAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks which ACLs of a service are missing. Kafka tells a client what it may do with a topic, a
 * group or the cluster that exists, but not with one that does not exist yet, nor with a
 * transactional id. Those ACLs are unknown.
 */
final class AclChecks {
  private static final String CHECK = "acls";
  private static final Pattern USER = Pattern.compile("username=\"([^\"]+)\"");

  private final Admin admin;
  private final CheckedService service;
  private final String principal;

  AclChecks(Admin admin, CheckedService service, @Nullable String principal) {
    this.admin = admin;
    this.service = service;
    this.principal = principal == null ? principal(service.kafka()) : principal;
  }

  /** Returns the principal as whom a client with these settings signs in, as far as they tell. */
  static String principal(Map<String, Object> settings) {
    var user = USER.matcher(String.valueOf(settings.get("sasl.jaas.config")));
    return "User:" + (user.find() ? user.group(1) : "NAME");
  }

  /** Checks every ACL of the service. */
  List<Finding> check() {
    Map<ResourcePattern, List<RequiredAcl>> byResource = new LinkedHashMap<>();
    service
        .acls()
        .forEach(
            acl -> byResource.computeIfAbsent(acl.resource(), r -> new ArrayList<>()).add(acl));
    var findings = new ArrayList<Finding>();
    var unseen = new TreeSet<String>();
    byResource.forEach((resource, acls) -> check(resource, acls, findings, unseen));
    if (!unseen.isEmpty()) {
      findings.add(
          unknown(
              CHECK,
              principal,
              "Kafka does not tell whether these ACLs exist: " + String.join(", ", unseen) + ".",
              "The resources do not exist yet, or are transactional ids.",
              "reprise acls --principal %s --role %s --config FILE --commands"
                  .formatted(principal, service.role())));
    }
    if (findings.stream().noneMatch(f -> f.level() != Finding.Level.UNKNOWN)) {
      findings.add(0, ok(CHECK, principal, "No ACL is known to be missing."));
    }
    return findings;
  }

  private void check(
      ResourcePattern resource,
      List<RequiredAcl> acls,
      List<Finding> findings,
      Set<String> unseen) {
    var allowed = allowed(resource);
    for (var acl : acls) {
      if (allowed.isEmpty()) {
        unseen.add(name(acl));
      } else if (!allowed.get().contains(acl.operation())) {
        findings.add(missing(acl));
      }
    }
  }

  private Finding missing(RequiredAcl acl) {
    var command =
        new GrantCommands(service.bootstrapServers(), "admin.properties")
            .grant(principal, List.of(acl))
            .get(0);
    var loss = acl.lossWithout();
    var what = "The ACL is missing: %s.".formatted(name(acl));
    return loss == null
        ? problem(CHECK, principal, what, "The service " + acl.use() + ".", command)
        : note(CHECK, principal, what, loss, command);
  }

  private static String name(RequiredAcl acl) {
    var resource = acl.resource();
    return "%s on %s %s%s"
        .formatted(
            acl.operation(),
            resource.resourceType(),
            resource.name(),
            resource.patternType() == PatternType.PREFIXED ? "*" : "");
  }

  /** Returns what the service may do with a resource; empty if Kafka does not tell. */
  private Optional<Set<AclOperation>> allowed(ResourcePattern resource) {
    return switch (resource.resourceType()) {
      case CLUSTER ->
          Optional.ofNullable(
              KafkaAnswer.of(
                  admin
                      .describeCluster(
                          new DescribeClusterOptions().includeAuthorizedOperations(true))
                      .authorizedOperations()));
      case TOPIC -> existing(resource).flatMap(this::onTopic);
      case GROUP ->
          resource.patternType() == PatternType.LITERAL
                  && !resource.name().equals(ResourcePattern.WILDCARD_RESOURCE)
              ? onGroup(resource.name())
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Returns the name of a topic that a resource names; empty if no topic matches a prefix. */
  private Optional<String> existing(ResourcePattern resource) {
    boolean isAny = resource.name().equals(ResourcePattern.WILDCARD_RESOURCE);
    if (resource.patternType() == PatternType.LITERAL && !isAny) {
      return Optional.of(resource.name());
    }
    return KafkaAnswer.of(admin.listTopics().names()).stream()
        .filter(topic -> isAny || topic.startsWith(resource.name()))
        .findFirst();
  }

  private Optional<Set<AclOperation>> onTopic(String topic) {
    try {
      var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
      var answers = admin.describeTopics(List.of(topic), options).topicNameValues();
      return Optional.ofNullable(
          KafkaAnswer.of(answers.values().iterator().next()).authorizedOperations());
    } catch (AuthorizationException e) {
      return Optional.of(mayCreate(topic) ? Set.of(AclOperation.CREATE) : Set.of());
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  /** Asks whether the service may create a topic. Creates nothing. */
  private boolean mayCreate(String topic) {
    try {
      var options = new CreateTopicsOptions().validateOnly(true);
      KafkaAnswer.of(
          admin.createTopics(List.of(new NewTopic(topic, 1, (short) -1)), options).all());
      return true;
    } catch (AuthorizationException e) {
      return false;
    } catch (ApiException e) {
      return true;
    }
  }

  private Optional<Set<AclOperation>> onGroup(String group) {
    try {
      var options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
      var answers = admin.describeConsumerGroups(List.of(group), options).describedGroups();
      return Optional.ofNullable(
          KafkaAnswer.of(answers.values().iterator().next()).authorizedOperations());
    } catch (AuthorizationException e) {
      return Optional.of(Set.of());
    } catch (ApiException e) {
      return Optional.empty();
    }
  }
}
