package io.reprise.runtime.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of a service's configuration, on the record component that holds the key's
 * value. {@code docs/configuration.md} is generated from these descriptions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ConfigKey {
  /** What the key does, in one sentence. */
  String value();

  /** The values that are accepted, if the type does not say it. */
  String range() default "";

  /** The unit of a plain number. */
  String unit() default "";

  /** The default in words, where it depends on the machine; otherwise the record's own default. */
  String defaultsTo() default "";

  /** Whether the value may hold a secret. {@link ConfigText} and {@link ConfigFile} hide it. */
  boolean secret() default false;
}
