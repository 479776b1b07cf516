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

  /**
   * Returns which values of the key are accepted; empty if the type of the component already tells
   * this.
   */
  String range() default "";

  /**
   * Returns the unit of the value, such as bytes, if the value is a plain number; otherwise empty.
   */
  String unit() default "";

  /**
   * Returns the default in words. Needed only for a default that depends on the machine. If this
   * text is empty, the documentation shows the default value that the record's constructor sets.
   */
  String defaultsTo() default "";

  /**
   * Returns whether the value may hold a secret. {@link ConfigText} hides secrets in text, and
   * {@link ConfigFile} hides them in error messages.
   */
  boolean secret() default false;
}
