/** LinkedIn's DMP segments of type COMPANY: JSON batches with a result for each element. */
package io.muster.sandbox.linkedin;
