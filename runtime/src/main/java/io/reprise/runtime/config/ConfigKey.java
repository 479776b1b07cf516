package io.reprise.runtime.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one configuration key. The annotation belongs on the record component that holds the
 * key's value. {@code docs/configuration.md} is generated from these descriptions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ConfigKey {
  /** Returns what the key does, in one sentence. */
  String value();

  /** Returns the accepted values, if the type of the component does not already tell them. */
  String range() default "";

  /** Returns the unit of the value, if the value is a plain number. */
  String unit() default "";

  /**
   * Returns the default in words, for a default that depends on the machine. If empty, the
   * documentation shows the default that the record sets.
   */
  String defaultsTo() default "";

  /**
   * Returns whether the value may hold a secret. {@link ConfigText} hides secrets in text, and
   * {@link ConfigFile} hides them in error messages.
   */
  boolean secret() default false;
}
