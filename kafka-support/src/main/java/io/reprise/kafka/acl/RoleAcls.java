package io.reprise.kafka.acl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Collects the ACLs of one program, without duplicates, in the order in which they are added. An
 * ACL that is added both as optional and as required is required.
 *
 * <p>A resource is given by its name. A name that ends with {@code *} stands for all names that
 * begin with the text before it, and {@code *} alone for all names. Confined to one thread.
 */
public final class RoleAcls {
  private record Key(ResourcePattern resource, AclOperation operation) {}

  private final Map<Key, RequiredAcl> all = new LinkedHashMap<>();

  /** Adds the operations that are allowed on one resource. */
  public final class OnResource {
    private final ResourcePattern resource;

    private OnResource(ResourcePattern resource) {
      this.resource = resource;
    }

    /** Adds an ACL without which the program does not do its work. */
    public OnResource needs(AclOperation operation, String use) {
      return add(operation, use, null);
    }

    /**
     * Adds an ACL without which the program does its work, apart from a loss.
     *
     * @param loss what does not work without the ACL, in a sentence
     */
    public OnResource optional(AclOperation operation, String use, String loss) {
      return add(operation, use, loss);
    }

    private OnResource add(AclOperation operation, String use, @Nullable String loss) {
      all.merge(
          new Key(resource, operation),
          new RequiredAcl(resource, operation, use, loss),
          (first, second) -> first.isOptional() && !second.isOptional() ? second : first);
      return this;
    }
  }

  public OnResource topic(String name) {
    return new OnResource(pattern(ResourceType.TOPIC, name));
  }

  public OnResource group(String id) {
    return new OnResource(pattern(ResourceType.GROUP, id));
  }

  public OnResource transactionalId(String id) {
    return new OnResource(pattern(ResourceType.TRANSACTIONAL_ID, id));
  }

  public OnResource cluster() {
    return new OnResource(
        new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL));
  }

  private static ResourcePattern pattern(ResourceType type, String name) {
    boolean isPrefix = name.endsWith("*") && name.length() > 1;
    return isPrefix
        ? new ResourcePattern(type, name.substring(0, name.length() - 1), PatternType.PREFIXED)
        : new ResourcePattern(type, name, PatternType.LITERAL);
  }

  /** Returns the ACLs that were added. */
  public List<RequiredAcl> list() {
    return List.copyOf(all.values());
  }
}
