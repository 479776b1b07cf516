package io.reprise.kafka.acl;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.jspecify.annotations.Nullable;

/**
 * One ACL that a program needs.
 *
 * @param resource the topics, groups, transactional ids or cluster that the operation is allowed on
 * @param operation the operation. Kafka derives others from it: READ, WRITE, DELETE and ALTER
 *     include DESCRIBE, and ALTER_CONFIGS includes DESCRIBE_CONFIGS
 * @param use what the program does with it, as the rest of a sentence that begins with the
 *     program's name
 * @param lossWithout for an optional ACL: what does not work without it, in a sentence. Null for an
 *     ACL without which the program does not do its work
 */
public record RequiredAcl(
    ResourcePattern resource, AclOperation operation, String use, @Nullable String lossWithout) {
  private static final String ANY_HOST = "*";

  /** Returns whether the program does its work without this ACL, apart from the named loss. */
  public boolean isOptional() {
    return lossWithout != null;
  }

  /**
   * Returns the ACL as Kafka stores it, for connections from any host.
   *
   * @param principal the authenticated user, such as {@code User:worker}
   */
  public AclBinding binding(String principal) {
    return new AclBinding(
        resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW));
  }
}
