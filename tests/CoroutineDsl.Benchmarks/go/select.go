// The choices of Workloads.Choices.cs: GOMAXPROCS=1 go run select.go
package main

import (
	"fmt"
	"time"
)

const times = 1000000

func measure(name string, run func()) {
	best := time.Hour
	for i := 0; i < 5; i++ {
		start := time.Now()
		run()
		if took := time.Since(start); took < best {
			best = took
		}
	}
	fmt.Printf("ns_per_%s %.1f\n", name, float64(best.Nanoseconds())/times)
}

func channels(n, buffer int) []chan int {
	all := make([]chan int, n)
	for i := range all {
		all[i] = make(chan int, buffer)
	}
	return all
}

func choose2(c []chan int) int {
	select {
	case v := <-c[0]:
		return v
	case v := <-c[1]:
		return v
	}
}

func choose8(c []chan int) int {
	select {
	case v := <-c[0]:
		return v
	case v := <-c[1]:
		return v
	case v := <-c[2]:
		return v
	case v := <-c[3]:
		return v
	case v := <-c[4]:
		return v
	case v := <-c[5]:
		return v
	case v := <-c[6]:
		return v
	case v := <-c[7]:
		return v
	}
}

func ready(n int, choose func([]chan int) int) {
	c := channels(n, 1)
	for i := 0; i < times; i++ {
		c[i%n] <- i
		choose(c)
	}
}

func blocked(n int, choose func([]chan int) int) {
	c := channels(n, 0)
	go func() {
		for i := 0; i < times; i++ {
			c[i%n] <- i
		}
	}()
	for i := 0; i < times; i++ {
		choose(c)
	}
}

func main() {
	measure("ready_choice_of_2", func() { ready(2, choose2) })
	measure("ready_choice_of_8", func() { ready(8, choose8) })
	measure("blocked_choice_of_2", func() { blocked(2, choose2) })
	measure("blocked_choice_of_8", func() { blocked(8, choose8) })
}
